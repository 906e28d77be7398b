// Which claims must hold in a case, whatever happens in it: each claim says so in its own file. Two
// are here alone, for they promise what a single cell of real processes cannot show.
import type { Expectation } from "../../evidence/cell.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { invariants } from "../../invariants/index.ts";
import type { Invariant } from "../../invariants/invariant.ts";
import type { Circumstances } from "../../invariants/reading/circumstances.ts";
import { foreignLockKept } from "./foreign-lock.ts";
import { oneLivingHolder } from "./living-holder.ts";

/** All claims: where it is known what is due, and there alone, each of them can be judged. */
export const everyClaim: readonly Invariant[] = [...invariants, oneLivingHolder, foreignLockKept];

/** The claims of a case in which nothing is due but what must always hold. */
export function claimsIn(circumstances: Circumstances): readonly Invariant[] {
  return everyClaim.filter(({ simulated }) => simulated?.asked(circumstances) ?? true);
}

/** What is violated where the gate itself failed; no invariant, and judged in every case. */
export const gateClaim = "gate";

/** Why a claim was not asked in a case; null where it is asked in all. */
export const whyNotAsked = (name: string): string | null =>
  everyClaim.find((claim) => claim.name === name)?.simulated?.otherwise ?? null;

/** Where it is known what is due, "unknown" is a failure: there was nothing to look at. */
export function mustBeKnown({ name }: Pick<Invariant, "name">, due: Expectation): boolean {
  // Nobody is simulated who reads mail.
  return !(name === "turn-outcome" && due.kind === "delivered");
}

/** What came out, as the kind of cell that it is judged as when nothing else is due. */
export function observedKind(evidence: Evidence): Expectation {
  const outcomes = eventsOf(evidence, "dispatch-returned").map(({ outcome }) => outcome);
  const resumed = outcomes.filter((outcome) => outcome.kind === "resumed");
  if (resumed.some(({ watch }) => watch.kind === "lock-retained")) return { kind: "retained" };
  const [rejected] = outcomes.filter((outcome) => outcome.kind === "rejected");
  const children = eventsOf(evidence, "child-requested").some(({ role }) => role === "resume");
  if (resumed.length > 0 || children || !rejected) return { kind: "resumed" };
  const { reason, observedLiveness } = rejected;
  return { kind: "refused", reason, observedLiveness };
}
