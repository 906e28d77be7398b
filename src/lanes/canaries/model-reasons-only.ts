import { defineCanary } from "./canary.ts";

export const modelReasonsOnly = defineCanary({
  name: "model-reasons-only",
  breaks: "the model only thinks the answer and never says it",
  claim: "assistant-replied",
  alone: true,
  source: "model",
  behaviour: () => ({ kind: "reasoning-only" }),
});
