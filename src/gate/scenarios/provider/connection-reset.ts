import { misbehaviour } from "./misbehaviour.ts";

export const connectionReset = misbehaviour({
  name: "connection-reset",
  summary: "every connection to the model is cut before its first byte",
  behaviour: { kind: "reset" },
  expectation: { kind: "turn-failed" },
});
