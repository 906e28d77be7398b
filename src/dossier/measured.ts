// Two lanes over the same repetitions: how the pairs came out, and what that shows. Pure. A pair is
// one repetition of one run in both lanes; what did not run is in no pair.
import type { DossierThresholds } from "../matrix/config/config.ts";
import { holm } from "../statistics/holm.ts";
import {
  type Difference,
  lackingPairs,
  mcnemarExact,
  newcombePaired,
  type Pairs,
  smallestShownDifference,
} from "../statistics/paired.ts";
import type { PooledCell } from "./pool.ts";

export interface Measured {
  /** Pairs in which both lanes came to pass or fail. */
  readonly n: number;
  readonly pairs: Pairs;
  /** Newcombe's interval of the new lane's pass rate less the old one's. */
  readonly difference: Difference;
  /** Exact McNemar, two-sided. */
  readonly p: number;
  /** By Holm, over all rows of the dossier. */
  readonly adjusted: number;
  /** Pairs of which a side is unknown. */
  readonly unknown: number;
  /** The same interval with each unknown counted against the new lane. */
  readonly worst: Difference;
  /** How many more pairs are needed at the least, all of them passing; 0 where it is enough. */
  readonly lacking: number;
  /** The smallest difference that so many pairs could have shown; null where none. */
  readonly smallest: number | null;
}

type Outcome = "pass" | "fail" | "unknown";

interface Outcomes {
  readonly baseline: Outcome;
  readonly candidate: Outcome;
}

/** A cell's word in a pair; null where it did not run. */
function outcomeIn({ verdict, unfinished }: PooledCell): Outcome | null {
  if (verdict === "skip") return null;
  return unfinished && verdict === "pass" ? "unknown" : verdict;
}

function outcomesOf(baseline: readonly PooledCell[], candidate: readonly PooledCell[]): Outcomes[] {
  const placeOf = ({ run, repetition }: PooledCell) => `${run} ${repetition}`;
  const before = new Map(baseline.map((cell) => [placeOf(cell), outcomeIn(cell)]));
  return candidate.flatMap((cell) => {
    const [one, other] = [before.get(placeOf(cell)) ?? null, outcomeIn(cell)];
    return one === null || other === null ? [] : [{ baseline: one, candidate: other }];
  });
}

function tally(outcomes: readonly Outcomes[]): Pairs {
  const count = (baseline: Outcome, candidate: Outcome) =>
    outcomes.filter((each) => each.baseline === baseline && each.candidate === candidate).length;
  return {
    both: count("pass", "pass"),
    onlyCandidate: count("fail", "pass"),
    onlyBaseline: count("pass", "fail"),
    neither: count("fail", "fail"),
  };
}

const against = ({ baseline, candidate }: Outcomes): Outcomes => ({
  baseline: baseline === "unknown" ? "pass" : baseline,
  candidate: candidate === "unknown" ? "fail" : candidate,
});

type Alone = Omit<Measured, "adjusted">;

/** Null where no pair came to pass or fail. */
export function measure(
  baseline: readonly PooledCell[],
  candidate: readonly PooledCell[],
  { margin, confidence, liveRepetitions }: DossierThresholds,
): Alone | null {
  const all = outcomesOf(baseline, candidate);
  const judged = all.filter((each) => each.baseline !== "unknown" && each.candidate !== "unknown");
  if (judged.length === 0) return null;
  const n = judged.length;
  const pairs = tally(judged);
  const worst = tally(all.map(against));
  return {
    n,
    pairs,
    difference: newcombePaired(pairs, confidence),
    p: mcnemarExact(pairs),
    unknown: all.length - n,
    worst: newcombePaired(worst, confidence),
    // An unknown shows nothing, whichever lane it is in: the judged pairs have to be enough by themselves.
    lacking: Math.max(
      ...[pairs, worst].map((each) => lackingPairs(each, { margin, confidence })),
      liveRepetitions - n,
    ),
    smallest: smallestShownDifference(n, confidence),
  };
}

/** With the p-values of all rows adjusted for there being several. */
export function adjusted(rows: readonly (Alone | null)[]): (Measured | null)[] {
  const values = holm(rows.flatMap((row) => (row === null ? [] : [row.p])));
  let next = 0;
  return rows.map((row) => {
    if (row === null) return null;
    const value = values[next] ?? 1;
    next += 1;
    return { ...row, adjusted: value };
  });
}
