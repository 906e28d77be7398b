// A link where the socket should be says nothing of the child and is never followed: the watch
// ends at once, and with a child that is deaf to SIGTERM too the lock has to stay.
import { lastOf } from "../../../evidence/evidence.ts";
import { dispatchOnce } from "../../dispatching.ts";
import { defineScenario } from "../../scenario.ts";
import { faultInPlace, withFaults } from "../../toolbox/child-fault.ts";
import { needsResident } from "../../toolbox/needs.ts";
import { takeAwayLater } from "../../toolbox/props.ts";
import { describeSignal } from "./proofs.ts";

const fault = "forges-socket";

export const forgesSocket = defineScenario({
  name: "forges-socket",
  summary:
    "the child puts a symbolic link in its socket's place and ignores SIGTERM: retained, never followed",
  explained: {
    why: "A link in the socket's place could make a dead session look alive, or reach a stranger.",
    causes: "The probe follows links.",
  },
  simulated: { fate: "forges-socket" },
  expect: () => ({ kind: "retained" }),
  needs: ["faults"],
  faults: [fault],
  covers: ["watch:lock-retained/observe-failed", "release:kill-grace-over"],
  timeouts: { killGraceMs: 800 },
  cannotRun: needsResident,
  alterLaunch: (options, stage) => withFaults(options, stage, "deaf", "forges-socket"),
  async whenStarted(stage, child) {
    if (!(await faultInPlace(stage, child))) return;
    stage.record({ type: "fault-armed", fault, detail: `a symbolic link at ${stage.socketPath}` });
    takeAwayLater(stage, stage.socketPath);
  },
  async act(stage) {
    await dispatchOnce(stage, { dispatch: 1 });
    const signal = describeSignal(stage, lastOf(stage, "fault-armed")?.seq ?? null);
    const { kind } = await stage.world.files.inspect(stage.socketPath);
    if (!signal || kind !== "symlink") return;
    const proof = `${signal}; ${stage.socketPath} is a ${kind}`;
    stage.record({ type: "fault-fired", fault, proof });
  },
});
