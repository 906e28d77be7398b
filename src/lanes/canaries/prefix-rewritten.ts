// The file has the same length and every line can be read.
import { defineCanary } from "./canary.ts";
import { rewriteSession } from "./parts.ts";

export const prefixRewritten = defineCanary({
  name: "prefix-rewritten",
  breaks: "a byte of what was there before the resume is another one after it",
  claim: "append-only",
  alone: true,
  source: "claim",
  async afterTurn(said, seams, fire) {
    await rewriteSession(seams, (text) => text.replace('"timestamp":"2', '"timestamp":"3'));
    fire("the header is of another millennium");
    return said;
  },
});
