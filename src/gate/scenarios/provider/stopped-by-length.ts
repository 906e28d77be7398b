import { misbehaviour } from "./misbehaviour.ts";

export const stoppedByLength = misbehaviour({
  name: "stopped-by-length",
  summary: "the right answer, but the model was cut short (stop reason length)",
  behaviour: { kind: "length" },
  expectation: { kind: "turn-failed" },
});
