// The nonce stands in the session file, in the words of an error.
import { defineCanary } from "./canary.ts";

export const modelServerError = defineCanary({
  name: "model-server-error",
  breaks: "the provider fails, and its error message quotes the answer",
  claim: "assistant-replied",
  alone: true,
  source: "model",
  behaviour: () => ({ kind: "status", status: 500, message: "cannot say {reply}" }),
});
