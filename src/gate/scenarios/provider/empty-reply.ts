import { misbehaviour } from "./misbehaviour.ts";

export const emptyReply = misbehaviour({
  name: "empty-reply",
  summary: "the model's reply is well formed and says nothing",
  behaviour: { kind: "empty" },
  expectation: { kind: "turn-failed", ends: "replied" },
});
