// Refused is right, and the reason sends a person looking for the wrong thing.
import { defineCanary } from "./canary.ts";

export const liveCalledBadTarget = defineCanary({
  name: "live-called-bad-target",
  breaks: "a live target is refused as if nobody bore its id",
  claim: "refused-cleanly",
  alone: true,
  source: "bug",
  scenario: "owned-to-live",
  async resume(resume, _seams, fire) {
    const outcome = await resume();
    if (outcome.kind !== "rejected") return outcome;
    fire(`${outcome.reason} became bad-target`);
    return { ...outcome, reason: "bad-target", observedLiveness: null };
  },
});
