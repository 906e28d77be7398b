// The last line of the file, the result of a tool, was written to its half only.
import { linesOf } from "./by-hand.ts";
import { type History, wedgedOnMistral } from "./history.ts";
import { run } from "./steps.ts";

export const tornTail: History = {
  name: "torn-tail",
  summary: "the last line, a tool's result, was cut off in its middle",
  later: [
    {
      steps: () => [[run("echo one")], { blocks: [{ say: "Nobody hears this." }], stall: 0 }],
      interrupted: { by: "SIGKILL", in: "stream", marks: 0 },
    },
  ],
  edited(text) {
    const lines = linesOf(text);
    const last = lines.at(-1) ?? "";
    return [...lines.slice(0, -1), last.slice(0, last.length / 2)].join("");
  },
  inShell: 'truncate -s -40 "$session"',
  refusedBy: wedgedOnMistral,
  otherwise: "repaired",
};
