// A turn with one tool call.
import type { History } from "./history.ts";
import { answer, run } from "./steps.ts";

export const toolCall: History = {
  name: "tool-call",
  summary: "a tool was called, and its result is there",
  steps: [[run("echo one")], answer],
  otherwise: "kept",
};
