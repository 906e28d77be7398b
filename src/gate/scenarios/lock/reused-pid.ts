import { resumeAndObserve } from "../../resuming.ts";
import { defineScenario } from "../../scenario.ts";
import { startActor } from "../../toolbox/actor.ts";
import { placeReusedLock, proveByReclaim } from "../../toolbox/lock-scene.ts";
import { needsStartTime } from "../../toolbox/needs.ts";

const fault = "pid-reused";

export const reusedPid = defineScenario({
  name: "stale-lock-reused-pid",
  summary:
    "the lock is a month old and its holder's number is another process's by now: reclaimed, and the session resumed",
  explained: {
    why: "Process numbers come round again; believing the number alone blocks the session for as long as a stranger runs.",
    causes: "Only the number is asked for, and not when that process began.",
  },
  faults: [fault],
  covers: ["owned-outcome×dormant", "release:socket-alive", "watch:socket-alive"],
  simulated: { scene: { lock: "number-given-away" } },
  expect: () => ({ kind: "resumed" }),
  cannotRun: needsStartTime,
  async act(stage, session) {
    const { child } = await startActor(stage, "wait");
    if (!child.identity) return;
    const dead = await placeReusedLock(stage, child.identity);
    const { pid, startTime } = child.identity;
    const detail = `lock ${dead.nonce} of a process ${pid} that began at ${dead.startTime}; process ${pid} lives and began at ${startTime}`;
    stage.record({ type: "fault-armed", fault, detail });
    await resumeAndObserve(stage, session);
    if (!child.exited) await proveByReclaim(stage, fault, dead);
  },
});
