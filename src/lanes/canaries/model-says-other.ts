// A turn that ends well is not yet the turn that was asked for.
import { defineCanary } from "./canary.ts";

export const modelSaysOther = defineCanary({
  name: "model-says-other",
  breaks: "the model ends well and says something else",
  claim: "assistant-replied",
  source: "model",
  behaviour: () => ({ kind: "wrong" }),
});
