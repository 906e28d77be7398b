import { misbehaviour } from "./misbehaviour.ts";

export const reasoningOnly = misbehaviour({
  name: "reasoning-only",
  summary: "the answer stands in the model's reasoning, and nowhere else",
  behaviour: { kind: "reasoning-only" },
  expectation: { kind: "turn-failed", ends: "replied" },
});
