// A comparison that ignores blanks would accept it as the answer.
import { defineCanary } from "./canary.ts";

export const modelSplitsWords = defineCanary({
  name: "model-splits-words",
  breaks: "the model says the answer with blanks in its words",
  claim: "assistant-replied",
  source: "model",
  behaviour: () => ({ kind: "split" }),
});
