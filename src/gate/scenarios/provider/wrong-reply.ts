import { misbehaviour } from "./misbehaviour.ts";

export const wrongReply = misbehaviour({
  name: "wrong-reply",
  summary: "the model ends normally and says something else",
  behaviour: { kind: "wrong" },
  expectation: { kind: "turn-failed", ends: "replied" },
});
