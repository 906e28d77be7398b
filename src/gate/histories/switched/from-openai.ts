// An id of two parts, `call|item`, has to become one that the other format takes; Mistral's is a hash.
import { switchedFrom } from "./origin.ts";

export const switchedFromOpenai = switchedFrom(
  { provider: "openai", model: "gpt-5.4", wireApi: "openai-responses" },
  "encrypted reasoning, and ids of two parts",
);
