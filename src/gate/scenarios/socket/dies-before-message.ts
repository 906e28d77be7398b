import { eventsOf } from "../../../evidence/evidence.ts";
import { dispatchRefused } from "../../observe/untouched.ts";
import { defineScenario } from "../../scenario.ts";
import type { Stage } from "../../stage.ts";
import { exitOf, startActor } from "../../toolbox/actor.ts";
import { needsDecision } from "../../toolbox/needs.ts";
import { takeAwayLater } from "../../toolbox/props.ts";

const fault = "listener-dies-before-message";

export const diesBeforeMessage = defineScenario({
  name: "dies-before-message",
  summary:
    "whoever answered the probe is dead when the message comes: looked at once more, refused",
  explained: {
    why: "Between the probe and the send anything can die; a message must not be reported as sent then.",
    causes: "An error of the connection is swallowed, or the probe's answer is believed for good.",
  },
  faults: [fault],
  covers: ["fire-and-forget×dormant", "send:resolved-again"],
  simulated: { scene: { socket: "dies-once-seen" }, intent: "fire-and-forget" },
  expect: () => ({
    kind: "refused",
    reason: "dormant-fire-forget-unsupported",
    observedLiveness: "dormant",
  }),
  cannotRun: needsDecision,
  async arrange(stage) {
    takeAwayLater(stage, stage.socketPath);
    await startActor(stage, "listen", stage.socketPath);
    stage.record({ type: "fault-armed", fault, detail: stage.socketPath });
  },
  /** The subject's first connect is its probe; before its second one the listener is killed. */
  alterWorld(world, stage) {
    let connects = 0;
    const connect: typeof world.sockets.connect = async (path, timeoutMs) => {
      connects += 1;
      if (connects === 2) await killListener(stage);
      return world.sockets.connect(path, timeoutMs);
    };
    return { ...world, sockets: { ...world.sockets, connect } };
  },
  async act(stage, session) {
    await dispatchRefused(stage, session, { dispatch: 1, intent: "fire-and-forget" });
    const looks = eventsOf(stage, "socket-inspected").map(({ liveness }) => liveness);
    const exit = eventsOf(stage, "child-exited").findLast(({ role }) => role === "actor");
    if (!exit || looks[0] !== "live") return;
    const proof = `process ${exit.pid} died by ${exit.signal} after a live probe; the looks: ${looks.join(", ")}`;
    stage.record({ type: "fault-fired", fault, proof });
  },
});

async function killListener(stage: Stage): Promise<void> {
  const listener = stage.children.findLast(({ role }) => role === "actor");
  if (!listener?.identity) return;
  stage.world.processes.signal(listener.identity.pid, "SIGKILL");
  await exitOf(stage, listener);
}
