import { dispatchRefused } from "../../observe/untouched.ts";
import { defineScenario } from "../../scenario.ts";
import { needsDecision } from "../../toolbox/needs.ts";

export const messageToDormant = defineScenario({
  name: "message-to-dormant",
  summary: "a mere message does not wake a dormant session",
  explained: {
    why: "Waking an agent costs money and changes files; a mere message does not ask for that.",
    causes: "The intent is ignored in the decision, and every message resumes.",
  },
  faults: [],
  covers: ["fire-and-forget×dormant", "reject:dormant-fire-forget-unsupported"],
  expect: () => ({
    kind: "refused",
    reason: "dormant-fire-forget-unsupported",
    observedLiveness: "dormant",
  }),
  cannotRun: needsDecision,
  act: (stage, session) =>
    dispatchRefused(stage, session, { dispatch: 1, intent: "fire-and-forget" }),
});
