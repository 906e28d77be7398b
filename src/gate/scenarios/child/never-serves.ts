import { childName } from "../../../evidence/child.ts";
import { lastOf } from "../../../evidence/evidence.ts";
import { dispatchOnce } from "../../dispatching.ts";
import { defineScenario } from "../../scenario.ts";
import { faultInPlace, withFaults } from "../../toolbox/child-fault.ts";
import { needsResident } from "../../toolbox/needs.ts";
import { describeSignal } from "./proofs.ts";

const fault = "never-serves";

export const neverServes = defineScenario({
  name: "never-serves",
  summary: "the child lives but never opens its socket: timed out, killed, its exit releases",
  explained: {
    why: "A child that lives and never serves would hold its lock for ever.",
    causes: "The wait has no bound, or the lock is released while the child still lives.",
  },
  simulated: { fate: "hangs" },
  expect: () => ({ kind: "start-failed", watch: "child-exited" }),
  needs: ["faults"],
  faults: [fault],
  covers: ["watch:child-exited", "release:observe-timed-out", "release:child-exited"],
  timeouts: { observeMs: 1_500 },
  cannotRun: needsResident,
  alterLaunch: (options, stage) => withFaults(options, stage, "never-serves"),
  async whenStarted(stage, child) {
    if (!(await faultInPlace(stage, child))) return;
    stage.record({
      type: "fault-armed",
      fault,
      detail: `child ${childName(child.child)} is held at its start`,
    });
  },
  async act(stage) {
    await dispatchOnce(stage, { dispatch: 1 });
    const armed = lastOf(stage, "fault-armed");
    const proof = describeSignal(stage, armed?.seq ?? null);
    if (proof) stage.record({ type: "fault-fired", fault, proof });
  },
});
