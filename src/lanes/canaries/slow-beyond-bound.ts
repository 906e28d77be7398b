// The reply is good and late: a bound that nobody watches is none.
import { defineCanary } from "./canary.ts";

export const slowBeyondBound = defineCanary({
  name: "slow-beyond-bound",
  breaks: "the turn takes longer than it may, and is right in the end",
  claim: "bounded",
  alone: true,
  source: "claim",
  timeouts: { assistantTurnMs: 4_000 },
  behaviour: () => ({ kind: "slow-first-token", delayMs: 6_000 }),
});
