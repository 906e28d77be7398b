// A reply that was cut off at its bound after it had called a tool.
import type { History } from "./history.ts";
import { answer, run } from "./steps.ts";

export const lengthWithCall: History = {
  name: "length-with-call",
  summary: "the model was cut short in a reply that called a tool, and went on after it",
  steps: [{ blocks: [run("echo one")], stop: "length" }, answer],
  otherwise: "kept",
};
