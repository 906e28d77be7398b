// All that the prompt asks for is there, but for what only the seed had said.
import { defineCanary } from "./canary.ts";

export const modelForgets = defineCanary({
  name: "model-forgets",
  breaks: "the reply is right but for what was said before the close: a fresh session could say it",
  claim: "context-recalled",
  alone: true,
  source: "claim",
  behaviour: ({ nonces }) => ({ kind: "wrong", text: nonces.resumeReply }),
});
