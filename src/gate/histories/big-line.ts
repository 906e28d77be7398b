// A reply of more than a megabyte, on one line of the file.
import type { History } from "./history.ts";

/** Three bytes a character, so that the reply comes in fewer pieces; 1.2 MB in all. */
const sentence = "同じことをもう一度。";
const times = 40_000;

export const bigLine: History = {
  name: "big-line",
  summary: "a reply of 1.2 MB stands on one line of the session",
  later: [
    {
      steps: () => [{ blocks: [{ say: sentence, times }], usage: { input: 10, output: 10 } }],
    },
  ],
  longReply: true,
  otherwise: "kept",
};
