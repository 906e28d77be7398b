// A turn with reasoning that nobody can read.
import type { History } from "./history.ts";
import { answer, run } from "./steps.ts";

export const redactedThinking: History = {
  name: "redacted-thinking",
  summary: "the model thought what its provider keeps to itself",
  steps: [[{ redacted: true }, run("echo one")], answer],
  otherwise: "kept",
};
