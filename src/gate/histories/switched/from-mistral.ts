import { switchedFrom } from "./origin.ts";

/** Nothing of it is sealed, and its ids have nine characters. */
export const switchedFromMistral = switchedFrom(
  { provider: "mistral", model: "codestral-latest", wireApi: "mistral-conversations" },
  "reasoning without a seal, and ids of nine characters",
);
