// Nothing of it is sealed, and its ids have nine characters.
import { switchedFrom } from "./origin.ts";

export const switchedFromMistral = switchedFrom(
  { provider: "mistral", model: "codestral-latest", wireApi: "mistral-conversations" },
  "reasoning without a seal, and ids of nine characters",
);
