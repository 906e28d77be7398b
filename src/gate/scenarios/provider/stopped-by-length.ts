import { misbehaviour } from "./misbehaviour.ts";

export const stoppedByLength = misbehaviour({
  name: "stopped-by-length",
  summary: "the right answer, but the model was cut short (stop reason length)",
  explained: {
    why: "A reply that was cut short may lack what matters most, its end.",
    causes: "The stop reason is not looked at.",
  },
  behaviour: { kind: "length" },
  expectation: { kind: "turn-failed" },
});
