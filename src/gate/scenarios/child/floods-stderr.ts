import { childName } from "../../../evidence/child.ts";
import { floodBytes } from "../../../formats/fault.ts";
import { lastResumed } from "../../observe/turns.ts";
import { resumeAndObserve } from "../../resuming.ts";
import { defineScenario } from "../../scenario.ts";
import { withFaults } from "../../toolbox/child-fault.ts";
import { needsErrorOutput } from "../../toolbox/needs.ts";

const fault = "floods-stderr";

export const floodsStderr = defineScenario({
  name: "floods-stderr",
  summary: "the child writes 8 MB to standard error before it serves: nobody blocks on it",
  explained: {
    why: "A full pipe stops the child, and everything waits for it.",
    causes: "Standard error is a pipe that nobody reads.",
  },
  expect: () => ({ kind: "resumed" }),
  needs: ["faults"],
  faults: [fault],
  cannotRun: needsErrorOutput,
  alterLaunch: (options, stage) => withFaults(options, stage, "floods-stderr"),
  async arrange(stage) {
    stage.record({ type: "fault-armed", fault, detail: `${floodBytes} bytes at the start` });
  },
  async act(stage, session) {
    await resumeAndObserve(stage, session);
    const child = lastResumed(stage);
    if (!child) return;
    const { bytes } = await stage.world.files.inspect(child.errorPath);
    if (bytes < floodBytes) return;
    const proof = `${bytes} bytes of standard error from child ${childName(child.child)}`;
    stage.record({ type: "fault-fired", fault, proof });
  },
});
