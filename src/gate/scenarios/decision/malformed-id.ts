import { dispatchRefused } from "../../observe/untouched.ts";
import { defineScenario } from "../../scenario.ts";

export const malformedId = defineScenario({
  name: "malformed-id",
  summary: "what is no garden id throws before any path is built from it",
  explained: {
    why: "An id becomes part of paths; one with slashes or dots could lead anywhere.",
    causes: "The path is built first and the id checked later, or not at all.",
  },
  faults: [],
  covers: ["throws:malformed-id"],
  expect: () => ({
    kind: "threw",
    message: "((^not a|invalid) garden id|session (not )?found for sessionId).*etc/passwd",
  }),
  act: (stage, session) =>
    dispatchRefused(stage, session, { dispatch: 1, gardenId: "../../etc/passwd" }),
});
