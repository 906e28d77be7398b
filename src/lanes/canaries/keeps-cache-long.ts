// A variable of the environment that only one of two processes has.
import { defineCanary } from "./canary.ts";

export const keepsCacheLong = defineCanary({
  name: "keeps-cache-long",
  breaks: "the resumed process asks for another retention of its prompt than the seed did",
  claim: "resume-continues",
  tells: ["prompt_cache_retention (new)", "it costs: cache"],
  alone: true,
  source: "claim",
  childFaults: ["keeps-cache-long"],
  notSimulated: "the simulated model is told nothing in full",
});
