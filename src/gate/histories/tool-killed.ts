// Killed while its tool ran.
import { type History, wedgedOnMistral } from "./history.ts";
import { long, mark, run } from "./steps.ts";

export const toolKilled: History = {
  name: "tool-killed",
  summary: "the agent was killed while its tool ran: a call without a result",
  later: [
    {
      steps: ([one]) => [[run(`${mark(one)}; ${long}`)]],
      interrupted: { by: "SIGKILL", in: "tools", marks: 1 },
    },
  ],
  refusedBy: wedgedOnMistral,
  otherwise: "repaired",
};
