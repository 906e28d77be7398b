// As with a failing server, but for an error that no retry can help.
import { defineCanary } from "./canary.ts";

export const modelUnauthorised = defineCanary({
  name: "model-unauthorised",
  breaks: "the provider refuses the key, and its error message quotes the answer",
  claim: "assistant-replied",
  alone: true,
  source: "model",
  behaviour: () => ({ kind: "status", status: 401, message: "cannot say {reply}" }),
});
