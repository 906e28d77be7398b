// The line before it is still there, and nothing leads to it any more.
import { defineCanary } from "./canary.ts";
import { rewriteSession } from "./parts.ts";

export const resultLineLost = defineCanary({
  name: "result-line-lost",
  breaks: "the line with a tool's result is gone from the session when it is resumed",
  claim: "resume-continues",
  tells: ["input[", "it costs: cache"],
  source: "claim",
  history: "tool-call",
  notSimulated: "the simulated model is told nothing in full",
  seams: (seams, fire) => ({
    async start(launch, directory) {
      await rewriteSession(seams, withoutResult);
      fire("the session has no line with the tool's result");
      return seams.start(launch, directory);
    },
  }),
});

const withoutResult = (text: string): string =>
  text
    .split("\n")
    .filter((line) => !line.includes('"toolResult"'))
    .join("\n");
