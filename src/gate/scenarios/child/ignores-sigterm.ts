// Nobody knows what such a child will still do, so its lock has to stay and say whom it waits for.
// The reaper kills the child all the same, and only then is the lock cleared away.
import { childName } from "../../../evidence/child.ts";
import { lastOf } from "../../../evidence/evidence.ts";
import { dispatchOnce } from "../../dispatching.ts";
import { lastResumed } from "../../observe/turns.ts";
import { defineScenario } from "../../scenario.ts";
import { faultInPlace, withFaults } from "../../toolbox/child-fault.ts";
import { needsResident } from "../../toolbox/needs.ts";
import { describeSignal } from "./proofs.ts";

const fault = "ignores-sigterm";

export const ignoresSigterm = defineScenario({
  name: "ignores-sigterm",
  summary:
    "the child never opens its socket and ignores SIGTERM: the lock is retained, and says so",
  explained: {
    why: "A child that will not die keeps the session; releasing its lock invites a second one.",
    causes: "The lock is released after the signal was sent, without seeing the exit.",
  },
  simulated: { fate: "ignores-signals" },
  expect: () => ({ kind: "retained" }),
  needs: ["faults"],
  faults: [fault],
  covers: ["watch:lock-retained/kill-unconfirmed", "release:kill-grace-over"],
  timeouts: { observeMs: 1_500, killGraceMs: 800 },
  cannotRun: needsResident,
  alterLaunch: (options, stage) => withFaults(options, stage, "deaf", "never-serves"),
  async whenStarted(stage, child) {
    if (!(await faultInPlace(stage, child))) return;
    stage.record({
      type: "fault-armed",
      fault,
      detail: `child ${childName(child.child)} is deaf to SIGTERM`,
    });
  },
  async act(stage) {
    await dispatchOnce(stage, { dispatch: 1 });
    const signal = describeSignal(stage, lastOf(stage, "fault-armed")?.seq ?? null);
    const child = lastResumed(stage);
    if (!signal || !child?.identity) return;
    const alive = await stage.checkProcess("after-dispatch", child.identity);
    if (!alive) return;
    const proof = `${signal}; pid ${child.identity.pid} was alive after it`;
    stage.record({ type: "fault-fired", fault, proof });
  },
});
