// The nonce is in the session file, in an entry of the assistant, and it is no reply.
import { defineCanary } from "./canary.ts";

export const modelReasonsOnly = defineCanary({
  name: "model-reasons-only",
  breaks: "the model only thinks the answer and never says it",
  claim: "assistant-replied",
  alone: true,
  source: "model",
  behaviour: () => ({ kind: "reasoning-only" }),
});
