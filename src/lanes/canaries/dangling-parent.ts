// The line is sound by itself; it belongs to no conversation.
import { defineCanary } from "./canary.ts";
import { looseEntry, rewriteSession } from "./parts.ts";

export const danglingParent = defineCanary({
  name: "dangling-parent",
  breaks: "an entry is appended that follows nothing that is there",
  claim: "nonce-ordering",
  alone: true,
  source: "claim",
  async afterTurn(said, seams, fire) {
    await rewriteSession(seams, (text) => text + looseEntry("ca4a4001", "00000000"));
    fire("its parent is 00000000");
    return said;
  },
});
