import { misbehaviour } from "./misbehaviour.ts";

export const toolArgumentsOnly = misbehaviour({
  name: "tool-arguments-only",
  summary: "the answer stands in the arguments of a tool that nobody has, and nowhere else",
  explained: {
    why: "Words handed to a tool that nobody has were not said to the caller.",
    causes: "All text of the message is searched, whatever part it stands in.",
  },
  behaviour: { kind: "tool-arguments-only" },
  expectation: { kind: "turn-failed", ends: "replied" },
});
