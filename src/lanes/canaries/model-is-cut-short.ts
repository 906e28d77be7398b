// The nonce is there whole; whether there was more to come nobody can tell.
import { defineCanary } from "./canary.ts";

export const modelIsCutShort = defineCanary({
  name: "model-is-cut-short",
  breaks: "the answer is there, with a stop reason that says it was cut short",
  claim: "assistant-replied",
  alone: true,
  source: "model",
  behaviour: () => ({ kind: "length" }),
});
