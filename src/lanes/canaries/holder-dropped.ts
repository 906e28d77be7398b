// The refusal is right, and a person who is to clear the lock learns nothing from it.
import { defineCanary } from "./canary.ts";

export const holderDropped = defineCanary({
  name: "holder-dropped",
  breaks: "whoever is refused by a lock is not told whose it is",
  claim: "holder-evidence",
  alone: true,
  source: "bug",
  scenario: "lock-held",
  async resume(resume, _seams, fire) {
    const outcome = await resume();
    if (outcome.kind !== "rejected" || outcome.holder === null) return outcome;
    fire(`process ${outcome.holder.pid} was left out`);
    return { ...outcome, holder: null };
  },
});
