import { misbehaviour } from "./misbehaviour.ts";

export const truncatedStream = misbehaviour({
  name: "truncated-stream",
  summary: "the model's stream ends cleanly in the middle of the reply",
  explained: {
    why: "Half an answer that looks whole is worse than none.",
    causes:
      "The end of the stream is taken for the end of the reply, without the format's closing frame.",
  },
  behaviour: { kind: "truncate" },
  expectation: { kind: "turn-failed" },
});
