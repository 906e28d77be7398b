import { resumeAndObserve } from "../../resuming.ts";
import { defineScenario } from "../../scenario.ts";
import { exitOf, startActor } from "../../toolbox/actor.ts";
import { takeAwayLater } from "../../toolbox/props.ts";

const fault = "listener-killed";

export const staleSocket = defineScenario({
  name: "stale-socket",
  summary: "the socket file of a killed listener is dead: the session is resumed and takes it over",
  explained: {
    why: "A killed listener leaves its file; it must not make the session unreachable for ever.",
    causes:
      "A file that exists is taken for a live resident, or the new child cannot bind to the path.",
  },
  faults: [fault],
  covers: ["owned-outcome×dormant", "release:socket-alive", "watch:socket-alive"],
  simulated: { scene: { socket: "stale" } },
  expect: () => ({ kind: "resumed" }),
  async arrange(stage) {
    const { child } = await startActor(stage, "listen", stage.socketPath);
    const pid = child.identity?.pid ?? 0;
    stage.record({ type: "fault-armed", fault, detail: `${stage.socketPath}, process ${pid}` });
    stage.world.processes.signal(pid, "SIGKILL");
    const exit = await exitOf(stage, child);
    const result = await stage.world.sockets.connect(stage.socketPath, connectTimeoutMs);
    if (result.kind === "connected") throw new Error("the killed listener still answers");
    const proof = `process ${pid} died by ${exit.signal}; ${stage.socketPath} gives ${result.code}`;
    stage.record({ type: "fault-fired", fault, proof });
  },
  async act(stage, session) {
    // A lane that serves no socket leaves the dead one where it is.
    if (!stage.cell.traits.resident) takeAwayLater(stage, stage.socketPath);
    await resumeAndObserve(stage, session);
  },
});

const connectTimeoutMs = 5_000;
