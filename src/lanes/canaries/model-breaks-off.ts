// The text is there whole, in an attempt that failed.
import { defineCanary } from "./canary.ts";

export const modelBreaksOff = defineCanary({
  name: "model-breaks-off",
  breaks: "the stream ends after the answer's text, without an end of its own",
  claim: "assistant-replied",
  alone: true,
  source: "model",
  behaviour: () => ({ kind: "truncate", after: "text" }),
});
