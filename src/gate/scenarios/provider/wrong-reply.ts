import { misbehaviour } from "./misbehaviour.ts";

export const wrongReply = misbehaviour({
  name: "wrong-reply",
  summary: "the model ends normally and says something else",
  explained: {
    why: "A turn that ended well and says something else shows that the check reads the words.",
    causes: "Any reply is counted as the reply.",
  },
  behaviour: { kind: "wrong" },
  expectation: { kind: "turn-failed", ends: "replied" },
});
