// pi's words for how an assistant's message ended, in neutral ones.
import type { StopReason } from "../../evidence/session.ts";

const neutral: Readonly<Record<string, StopReason>> = {
  stop: "stop",
  length: "length",
  toolUse: "tool-use",
  error: "error",
  aborted: "aborted",
};

export const stopReasonOf = (word: string): StopReason =>
  Object.hasOwn(neutral, word) ? (neutral[word] ?? "other") : "other";
