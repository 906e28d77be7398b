// The model is told of other tools than it was told of before. The newest pi takes up the tools that a
// session was begun with; older ones forget `--tools`, with the same effect.
import { defineCanary } from "./canary.ts";

export const toolsDropped = defineCanary({
  name: "tools-dropped",
  breaks: "the session is resumed with two of the tools that it was begun with",
  claim: "resume-continues",
  tells: ["it costs: cache, tools"],
  source: "bug",
  childFaults: ["forgets-its-prompt", "drops-tools"],
  notSimulated: "the simulated model is told nothing in full",
});
