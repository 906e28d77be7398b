import { misbehaviour } from "./misbehaviour.ts";

export const unfinishedStream = misbehaviour({
  name: "unfinished-stream",
  summary: "the model's stream has the whole text and then ends without its closing frames",
  explained: {
    why: "All words may be there, yet nobody has said that they are all.",
    causes: "The stop reason is assumed when the closing frames are missing.",
  },
  behaviour: { kind: "truncate", after: "text" },
  expectation: { kind: "turn-failed" },
});
