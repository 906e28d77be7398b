// Nothing is ever written; the silence has to come to its bound.
import { defineCanary } from "./canary.ts";

export const modelHangs = defineCanary({
  name: "model-hangs",
  breaks: "the model takes the request and is never heard of again",
  claim: "assistant-replied",
  source: "model",
  timeouts: { assistantTurnMs: 2_000 },
  behaviour: () => ({ kind: "hang" }),
});
