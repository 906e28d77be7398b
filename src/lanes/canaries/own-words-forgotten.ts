// Words of the command line are said again by nobody, unless the resumed child reads them off the session.
import { defineCanary } from "./canary.ts";

export const ownWordsForgotten = defineCanary({
  name: "own-words-forgotten",
  breaks:
    "the session was begun with words of its own in the system prompt, and is resumed without them",
  claim: "resume-continues",
  tells: ["input[", "it costs: cache"],
  source: "bug",
  briefing: "more-instructions",
  childFaults: ["forgets-its-prompt"],
  notSimulated: "the simulated model is told nothing in full",
});
