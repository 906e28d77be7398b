import type { LockHolder } from "../../../evidence/event.ts";
import { resumeAndObserve } from "../../resuming.ts";
import { defineScenario } from "../../scenario.ts";
import { placeStaleLock, proveByReclaim } from "../../toolbox/lock-scene.ts";
import { needsLock } from "../../toolbox/needs.ts";

const fault = "holder-is-dead";

export const staleLock = defineScenario({
  name: "stale-lock",
  summary: "the lock's holder died on this host: the lock is reclaimed and the session resumed",
  explained: {
    why: "After a crash the session must be usable again without a person.",
    causes:
      "The holder's death is not looked up, or the host is not compared and every lock blocks.",
  },
  faults: [fault],
  covers: ["owned-outcome×dormant", "release:socket-alive", "watch:socket-alive"],
  simulated: { scene: { lock: "dead-holder" } },
  expect: () => ({ kind: "resumed" }),
  cannotRun: needsLock,
  async act(stage, session) {
    const dead: LockHolder = await placeStaleLock(stage);
    const detail = `lock ${dead.nonce} of dead process ${dead.pid}`;
    stage.record({ type: "fault-armed", fault, detail });
    await resumeAndObserve(stage, session);
    await proveByReclaim(stage, fault, dead);
  },
});
