import { misbehaviour } from "./misbehaviour.ts";

export const splitNonce = misbehaviour({
  name: "split-nonce",
  summary: "the right answer with a blank in the middle of each word",
  behaviour: { kind: "split" },
  expectation: { kind: "turn-failed", ends: "replied" },
});
