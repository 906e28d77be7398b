// A turn with reasoning of which nothing but the signature was sent.
import type { History } from "./history.ts";
import { answer, run } from "./steps.ts";

export const signatureOnly: History = {
  name: "signature-only",
  summary: "the model thought, and its provider sent a signature without any text",
  steps: [[{ think: "" }, run("echo one")], answer],
  otherwise: "kept",
};
