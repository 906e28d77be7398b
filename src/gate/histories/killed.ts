// Histories in which the agent got SIGKILL in the turn after the seed's.
import { type History, wedgedOnMistral } from "./history.ts";

/** Longer than any cell takes; whoever brings the cell down ends it. */
const long = "sleep 300";
const run = (command: string) => ({ call: "bash", with: { command } });
const mark = (path: string | undefined) => `touch '${path}'`;

export const killedHistories: readonly History[] = [
  {
    name: "tool-killed",
    summary: "the agent was killed while its tool ran: a call without a result",
    later: {
      steps: ([one]) => [[run(`${mark(one)}; ${long}`)]],
      killedIn: "tools",
      marks: 1,
    },
    fate: wedgedOnMistral,
  },
  {
    name: "half-batch",
    summary: "the agent was killed when one tool of two had done its work: no result is there",
    later: {
      steps: ([one, two]) => [[run(mark(one)), run(`${mark(two)}; ${long}`)]],
      killedIn: "tools",
      marks: 2,
    },
    fate: wedgedOnMistral,
  },
  {
    name: "killed-in-mid-stream",
    summary: "the agent was killed in the middle of a reply: a prompt without one",
    later: {
      steps: () => [{ blocks: [{ say: "This reply never ends." }], stall: "half" }],
      killedIn: "stream",
      marks: 0,
    },
    fate: () => "kept",
  },
  {
    name: "killed-before-next-request",
    summary: "the agent was killed with the tool's result stored and nothing said on it",
    later: {
      steps: () => [[run("echo one")], { blocks: [{ say: "Nobody hears this." }], stall: 0 }],
      killedIn: "stream",
      marks: 0,
    },
    fate: (wireApi) => (wireApi === "mistral-conversations" ? "refused" : "kept"),
  },
];
