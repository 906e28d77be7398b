import { childName } from "../../../evidence/child.ts";
import { firstOf } from "../../../evidence/evidence.ts";
import { dispatchOnce } from "../../dispatching.ts";
import { defineScenario } from "../../scenario.ts";

const fault = "cannot-start";
const command = "resume-matrix-no-such-command";

export const cannotStart = defineScenario({
  name: "cannot-start",
  summary: "the agent's command does not exist: nothing starts, and the lock is given back",
  explained: {
    why: "A wrong path must be told as such, with the lock free for the next try.",
    causes:
      "The spawn's asynchronous error is not listened for, or the lock waits for a socket that cannot come.",
  },
  simulated: { fate: "fails-to-start" },
  expect: () => ({ kind: "start-failed" }),
  faults: [fault],
  covers: ["watch:spawn-start-failed", "release:spawn-start-failed"],
  alterLaunch(options) {
    return options.role === "resume" ? { ...options, command } : options;
  },
  async arrange(stage) {
    stage.record({ type: "fault-armed", fault, detail: `the command is ${command}` });
  },
  async act(stage) {
    await dispatchOnce(stage, { dispatch: 1 });
    const failed = firstOf(stage, "child-start-failed");
    if (failed?.code !== "ENOENT") return;
    const proof = `child ${childName(failed.child)} met ${failed.code}: ${failed.message}`;
    stage.record({ type: "fault-fired", fault, proof });
  },
});
