// How a claim puts its findings together. An absence proves something only where the evidence
// runs to its end; in a record that stops short it must never count as a violation.
import { childName } from "../../evidence/child.ts";
import type { EventOf, GatePart } from "../../evidence/event.ts";
import { type Evidence, eventsOf, isComplete, lastOf } from "../../evidence/evidence.ts";
import { type Judgement, notApplicable, unknown, violated } from "../invariant.ts";

/** Why the record cannot be judged on what is missing from it, or null when it can. */
export function cutShort(evidence: Evidence): string | null {
  const last = evidence.events.at(-1);
  if (!isComplete(evidence)) {
    return last ? `the evidence stops at event ${last.seq} (${last.type})` : "there are no events";
  }
  const ended = lastOf(evidence, "cell-ended");
  if (ended?.interrupted) return ended.because ?? "the cell was interrupted";
  const failure = eventsOf(evidence, "gate-failed")[0];
  return failure ? `the gate failed in ${whatFailed(failure)}` : null;
}

const gateParts: Readonly<Partial<Record<GatePart, string>>> = {
  "lock-look": "its look at the lock",
  "release-look": "its look at release",
};

/** Where the gate failed and why, in words. */
export function whatFailed({ where, child, message }: EventOf<"gate-failed">): string {
  const part = gateParts[where] ?? where;
  return `${child ? `${part} ${childName(child)}` : part}: ${message}`;
}

/** The subject did not do what it owed: violated, or unknown in a record that stops short. */
export function absent(
  evidence: Evidence,
  because: string,
  ...events: readonly { readonly seq: number }[]
): Judgement {
  const short = cutShort(evidence);
  return short === null
    ? violated(because, ...events)
    : unknown(`${because}; but ${short}`, ...events);
}

/** All violations if there are any, else all that is unknown, else `otherwise`. */
export function settle(findings: readonly (Judgement | null)[], otherwise: Judgement): Judgement {
  const found = findings.filter((finding) => finding !== null);
  for (const verdict of ["violated", "unknown"] as const) {
    const worst = found.filter((finding) => finding.verdict === verdict);
    if (worst.length === 0) continue;
    return {
      verdict,
      because: worst.map((finding) => finding.because).join("; "),
      events: [...new Set(worst.flatMap((finding) => finding.events))].sort((a, b) => a - b),
    };
  }
  return otherwise;
}

/** Not applicable, for claims about a promise that this lane does not make. */
export function unlessPromised(
  { cell }: Evidence,
  promise: "locking" | "resident",
): Judgement | null {
  if (cell.traits[promise]) return null;
  const refusal = promise === "locking" ? "takes no lock" : "does not stay on a control socket";
  return notApplicable(`lane ${cell.lane} ${refusal}`);
}

type ExpectationKind = Evidence["cell"]["expectation"]["kind"];

/** Not applicable, unless the cell expects one of these. A hazard is a resume that goes wrong. */
export function unlessExpected(
  { cell }: Evidence,
  kinds: readonly ExpectationKind[],
  what: string,
): Judgement | null {
  const { kind } = cell.expectation;
  if (kinds.includes(kind) || (kind === "hazard" && kinds.includes("resumed"))) return null;
  return notApplicable(`scenario ${cell.scenario} expects "${kind}": ${what}`);
}

/** `event 12`, as a judgement names what it saw. */
export const at = (event: { readonly seq: number }): string => `event ${event.seq}`;
