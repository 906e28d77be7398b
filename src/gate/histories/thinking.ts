// A turn with reasoning that its provider signed.
import type { History } from "./history.ts";
import { run } from "./steps.ts";

export const thinking: History = {
  name: "thinking",
  summary: "the model thought, with a signature, before a call and before its answer",
  steps: [
    [{ think: "Let me look." }, run("echo one")],
    [{ think: "That is enough." }, { answer: true }],
  ],
  otherwise: "kept",
};
