// The nonce stands in a tool's arguments; after the tool's result the turn ends without it.
import { defineCanary } from "./canary.ts";

export const modelCallsATool = defineCanary({
  name: "model-calls-a-tool",
  breaks: "the model hands the answer to a tool and never says it",
  claim: "assistant-replied",
  source: "model",
  behaviour: () => ({ kind: "tool-arguments-only" }),
});
