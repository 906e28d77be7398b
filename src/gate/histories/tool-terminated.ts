// Told to end while its tool ran.
import { type History, wedgedOnMistral } from "./history.ts";
import { long, mark, run } from "./steps.ts";

export const toolTerminated: History = {
  name: "tool-terminated",
  summary: "the agent got SIGTERM while its tool ran",
  later: [
    {
      steps: ([one]) => [[run(`${mark(one)}; ${long}`)]],
      interrupted: { by: "SIGTERM", in: "tools", marks: 1 },
    },
  ],
  refusedBy: wedgedOnMistral,
  otherwise: "repaired",
};
