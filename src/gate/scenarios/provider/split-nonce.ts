import { misbehaviour } from "./misbehaviour.ts";

export const splitNonce = misbehaviour({
  name: "split-nonce",
  summary: "the right answer with a blank in the middle of each word",
  explained: {
    why: "The right letters with blanks in between are not the answer that was asked for.",
    causes: "White space is removed before the comparison.",
  },
  behaviour: { kind: "split" },
  expectation: { kind: "turn-failed", ends: "replied" },
});
