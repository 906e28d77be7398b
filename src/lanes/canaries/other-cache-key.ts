// The reply is the same; only the bill is another one.
import { defineCanary } from "./canary.ts";

export const otherCacheKey = defineCanary({
  name: "other-cache-key",
  breaks: "the resumed session is another one to its provider, which looks for its prompt in vain",
  claim: "resume-continues",
  tells: ["prompt_cache_key (changed)", "it costs: cache"],
  alone: true,
  source: "claim",
  childFaults: ["other-cache-key"],
  notSimulated: "the simulated model is told nothing in full",
});
