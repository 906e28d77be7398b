import { dispatchRefused } from "../../observe/untouched.ts";
import { defineScenario } from "../../scenario.ts";
import { startActor } from "../../toolbox/actor.ts";
import { holderOf, placeLock, proveByRefusal, recordPlaced } from "../../toolbox/lock-scene.ts";
import { needsLock } from "../../toolbox/needs.ts";

const fault = "held-by-live-process";

export const lockHeld = defineScenario({
  name: "lock-held",
  summary:
    "the lock is held by a process that lives: refused at once, with the holder's particulars",
  explained: {
    why: "The lock exists for this moment: somebody else is at work on the session.",
    causes: "An existing lock file is ignored, or its holder is taken for dead.",
  },
  faults: [fault],
  covers: ["reject:target-locked"],
  simulated: { scene: { lock: "live-holder" } },
  expect: () => ({ kind: "refused", reason: "target-locked", observedLiveness: null }),
  cannotRun: needsLock,
  async arrange(stage) {
    const { child } = await startActor(stage, "wait");
    const { pid = 0, startTime = "" } = child.identity ?? {};
    const holder = holderOf(stage, pid, { startTime });
    await placeLock(stage, JSON.stringify(holder));
    recordPlaced(stage, holder, "lives");
    stage.record({ type: "fault-armed", fault, detail: `held by process ${holder.pid}` });
  },
  async act(stage, session) {
    await dispatchRefused(stage, session, { dispatch: 1 });
    proveByRefusal(stage, fault, "held");
  },
});
