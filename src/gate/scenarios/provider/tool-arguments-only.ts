import { misbehaviour } from "./misbehaviour.ts";

export const toolArgumentsOnly = misbehaviour({
  name: "tool-arguments-only",
  summary: "the answer stands in the arguments of a tool that nobody has, and nowhere else",
  behaviour: { kind: "tool-arguments-only" },
  expectation: { kind: "turn-failed", ends: "replied" },
});
