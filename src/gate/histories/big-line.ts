// A reply of more than a megabyte, on one line of the file.
import type { History } from "./history.ts";

/** 1.2 MB of text in all; reported as little, or the agent would compact it away at once. */
const times = 60_000;

export const bigLine: History = {
  name: "big-line",
  summary: "a reply of 1.2 MB stands on one line of the session",
  later: [
    {
      steps: () => [
        { blocks: [{ say: "The same once more. ", times }], usage: { input: 10, output: 10 } },
      ],
    },
  ],
  otherwise: "kept",
};
