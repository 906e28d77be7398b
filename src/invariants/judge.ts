// Evidence → the verdict of its cell. Failure dominates unknown, unknown dominates pass, and a
// record that stops short is never a pass. It must not throw, whatever a claim does.
import type { Cell } from "../evidence/cell.ts";
import type { Evidence } from "../evidence/evidence.ts";
import { messageOf } from "../evidence/message-of.ts";
import { invariants as everyClaim } from "./index.ts";
import type { Invariant, Judgement } from "./invariant.ts";
import { cutShort } from "./reading/checks.ts";
import { whyUntested } from "./reading/untested.ts";

export type CellVerdict = "pass" | "fail" | "unknown";

export interface ClaimJudgement {
  readonly name: string;
  /** The claim's sentence. */
  readonly claim: string;
  readonly verdict: Judgement["verdict"];
  readonly because: string;
  /** Sequence numbers of the events it rests on. */
  readonly events: readonly number[];
  /** Set where the cell was to violate the claim on purpose: then a violation is what passes. */
  readonly hazard?: "shown" | "not-shown";
}

export interface CellJudgement {
  readonly verdict: CellVerdict;
  readonly claims: readonly ClaimJudgement[];
}

/**
 * Judges each claim, in the given order. In a cell that shows a hazard the claims it names must
 * be violated, and all others hold: see `shownHazards`. Where nothing was there to look at, only
 * claims that found something are listed: the cause is the cell's, and is said once.
 */
export function judgeCell(
  evidence: Evidence,
  invariants: readonly Invariant[] = everyClaim,
): CellJudgement {
  const shown = shownHazards(evidence.cell);
  const untested = whyUntested(evidence) !== null;
  const claims = invariants.map((invariant) => judgeClaim(invariant, evidence));
  const known = new Set(claims.map(({ name }) => name));
  const judged = claims.map((claim) => (shown?.has(claim.name) ? asHazard(claim) : counted(claim)));
  const strangers = [...(shown ?? [])].filter((name) => !known.has(name)).map(noSuchClaim);
  const all = [...judged, ...strangers.map(counted)];
  const verdicts = all.flatMap(({ verdict }) => verdict ?? []);
  return {
    verdict: mergeVerdicts(
      limit(evidence, shown),
      verdicts.length > 0 ? "pass" : "unknown",
      ...verdicts,
    ),
    claims: all
      .map(({ claim }) => claim)
      .filter(({ verdict }) => !untested || verdict !== "unknown"),
  };
}

/** Commutative and associative; a pass is neutral and a failure wins. */
export function mergeVerdicts(first: CellVerdict, ...others: readonly CellVerdict[]): CellVerdict {
  const all = [first, ...others];
  if (all.includes("fail")) return "fail";
  return all.includes("unknown") ? "unknown" : "pass";
}

/** Names of the claims that a hazard is to violate; null in every other cell. */
function shownHazards({ expectation, history }: Cell): ReadonlySet<string> | null {
  const ofHistory = history?.shows ?? [];
  if (expectation.kind === "hazard") return new Set([...expectation.shows, ...ofHistory]);
  return ofHistory.length > 0 ? new Set(ofHistory) : null;
}

/** The best that a cell can come to, whatever its claims say. */
function limit(evidence: Evidence, shown: ReadonlySet<string> | null): CellVerdict {
  if (cutShort(evidence) !== null) return "unknown";
  // A hazard that names nothing to show would pass by doing nothing.
  return shown?.size === 0 ? "unknown" : "pass";
}

function judgeClaim(invariant: Invariant, evidence: Evidence): ClaimJudgement {
  const { name, claim } = invariant;
  try {
    const { verdict, because, events } = asJudgement(invariant.judge(evidence));
    return { name, claim, verdict, because, events };
  } catch (error) {
    const because = `the claim itself failed: ${messageOf(error)}; report this with the cell's evidence`;
    return { name, claim, verdict: "unknown", because, events: [] };
  }
}

/** @throws Error for what is no judgement: it would count for nothing, and nobody would know. */
function asJudgement(value: unknown): Judgement {
  const { verdict, because, events } = Object(value) as Partial<Judgement>;
  const isOne =
    typeof verdict === "string" &&
    Object.hasOwn(weights, verdict) &&
    typeof because === "string" &&
    Array.isArray(events) &&
    events.every((seq) => Number.isInteger(seq));
  if (isOne) return value as Judgement;
  throw new Error("judge() must return holds, violated, unknown or notApplicable");
}

interface Counted {
  readonly claim: ClaimJudgement;
  /** Null for a claim that does not count. */
  readonly verdict: CellVerdict | null;
}

const weights = {
  holds: "pass",
  violated: "fail",
  unknown: "unknown",
  "not-applicable": null,
} as const;

const counted = (claim: ClaimJudgement): Counted => ({ claim, verdict: weightOf(claim) });

/** What the claim makes of its cell; null where it does not count. */
export function weightOf({ verdict, hazard }: ClaimJudgement): CellVerdict | null {
  if (hazard === undefined || verdict === "unknown") return weights[verdict];
  return hazard === "shown" ? "pass" : "fail";
}

/** The reversal is for all to see: the claim stays violated, and its reason says why that is fine. */
function asHazard(claim: ClaimJudgement): Counted {
  const { verdict, because } = claim;
  if (verdict === "violated") {
    return counted({ ...claim, because: `hazard shown: ${because}`, hazard: "shown" });
  }
  return counted({ ...claim, because: `hazard not shown: ${because}`, hazard: "not-shown" });
}

function noSuchClaim(name: string): ClaimJudgement {
  const because = `the scenario is to show "${name}", which is no claim; correct its expectation`;
  return {
    name,
    claim: "The scenario names a claim that exists.",
    verdict: "unknown",
    because,
    events: [],
  };
}
