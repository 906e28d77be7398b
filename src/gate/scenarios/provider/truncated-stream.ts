import { misbehaviour } from "./misbehaviour.ts";

export const truncatedStream = misbehaviour({
  name: "truncated-stream",
  summary: "the model's stream ends cleanly in the middle of the reply",
  behaviour: { kind: "truncate" },
  expectation: { kind: "turn-failed" },
});
