import { misbehaviour } from "./misbehaviour.ts";

export const reasoningOnly = misbehaviour({
  name: "reasoning-only",
  summary: "the answer stands in the model's reasoning, and nowhere else",
  explained: {
    why: "What a model only thinks was not told to the caller.",
    causes: "Reasoning is joined with the reply's text.",
  },
  behaviour: { kind: "reasoning-only" },
  expectation: { kind: "turn-failed", ends: "replied" },
});
