import { misbehaviour } from "./misbehaviour.ts";

export const unfinishedStream = misbehaviour({
  name: "unfinished-stream",
  summary: "the model's stream has the whole text and then ends without its closing frames",
  behaviour: { kind: "truncate", after: "text" },
  expectation: { kind: "turn-failed" },
});
