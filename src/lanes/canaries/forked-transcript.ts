// What two resumes at once leave behind, without the race that it takes.
import { defineCanary } from "./canary.ts";
import { lastEntry, looseEntry, rewriteSession } from "./parts.ts";

export const forkedTranscript = defineCanary({
  name: "forked-transcript",
  breaks: "a second writer appends to an entry that has a successor already",
  claim: "single-writer",
  alone: true,
  source: "bug",
  async afterTurn(said, seams, fire) {
    await rewriteSession(seams, (text) => {
      const { id, parentId } = lastEntry(text);
      fire(`a second entry beside ${id}`);
      return text + looseEntry("ca4a4002", parentId);
    });
    return said;
  },
});
