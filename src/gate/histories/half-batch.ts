// Killed with one tool of two done.
import { type History, wedgedOnMistral } from "./history.ts";
import { long, mark, run } from "./steps.ts";

export const halfBatch: History = {
  name: "half-batch",
  summary: "the agent was killed when one tool of two had done its work: no result is there",
  later: [
    {
      steps: ([one, two]) => [[run(mark(one)), run(`${mark(two)}; ${long}`)]],
      interrupted: { by: "SIGKILL", in: "tools", marks: 2 },
    },
  ],
  refusedBy: wedgedOnMistral,
  otherwise: "repaired",
};
