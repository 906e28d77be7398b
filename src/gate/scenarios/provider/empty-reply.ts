import { misbehaviour } from "./misbehaviour.ts";

export const emptyReply = misbehaviour({
  name: "empty-reply",
  summary: "the model's reply is well formed and says nothing",
  explained: {
    why: "Nothing said is no reply, though the request succeeded.",
    causes: "Success of the request is taken for success of the turn.",
  },
  behaviour: { kind: "empty" },
  expectation: { kind: "turn-failed", ends: "replied" },
});
