// A reply that came at the second attempt.
import type { History } from "./history.ts";
import { answer, run } from "./steps.ts";

export const retried429: History = {
  name: "retried-429",
  summary: "the first attempt at the answer was refused with 429, the next was not",
  steps: [
    [run("echo one")],
    {
      blocks: answer,
      first: [{ kind: "status", status: 429, message: "Rate limit reached, slow down." }],
    },
  ],
  otherwise: "kept",
};
