// A turn that a person stopped while its tool ran.
import { type History, wedgedOnMistral } from "./history.ts";
import { long, run } from "./steps.ts";

export const toolAborted: History = {
  name: "tool-aborted",
  summary: "the turn was aborted while its tool ran, and the agent went on to its end",
  later: [
    {
      steps: () => [[run(`echo begun; ${long}`)]],
      interrupted: { by: "abort", in: "tools", marks: 0 },
    },
  ],
  refusedBy: wedgedOnMistral,
  otherwise: "repaired",
};
