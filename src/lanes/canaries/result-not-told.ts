// The session file is whole, the provider accepts the request, and the reply is as good as any.
import { defineCanary } from "./canary.ts";

export const resultNotTold = defineCanary({
  name: "result-not-told",
  breaks: "a result that the session holds is told to the model as if there were none",
  claim: "history-kept",
  alone: true,
  source: "claim",
  history: "killed-before-next-request",
  childFaults: ["loses-results"],
  notSimulated: "the simulated model is told nothing in full",
});
