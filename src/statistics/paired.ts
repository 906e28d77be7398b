// Two lanes compared over the same repetitions, pair by pair. Pure; differences are those of the
// candidate's pass rate less the baseline's, from -1 to 1.
import { atLeast } from "./binomial.ts";
import { type Interval, wilson } from "./proportion.ts";

/** How many pairs came out how. */
export interface Pairs {
  readonly both: number;
  readonly onlyCandidate: number;
  readonly onlyBaseline: number;
  readonly neither: number;
}

export interface Difference extends Interval {
  readonly estimate: number;
}

const sizeOf = ({ both, onlyCandidate, onlyBaseline, neither }: Pairs) =>
  both + onlyCandidate + onlyBaseline + neither;

/**
 * R. G. Newcombe, "Improved confidence intervals for the difference between binomial proportions
 * based on paired data", Statistics in Medicine 17 (1998) 2635–2650, method 10.
 */
export function newcombePaired(pairs: Pairs, confidence: number): Difference {
  const n = sizeOf(pairs);
  if (n === 0) return { estimate: 0, lower: -1, upper: 1 };
  const { both, onlyCandidate, onlyBaseline } = pairs;
  const candidate = {
    rate: (both + onlyCandidate) / n,
    ...wilson(both + onlyCandidate, n, confidence),
  };
  const baseline = {
    rate: (both + onlyBaseline) / n,
    ...wilson(both + onlyBaseline, n, confidence),
  };
  const estimate = (onlyCandidate - onlyBaseline) / n;
  const correlation = correctedPhi(pairs);
  const reach = (down: number, up: number) =>
    Math.sqrt(Math.max(0, down * down - 2 * correlation * down * up + up * up));
  const below = reach(candidate.rate - candidate.lower, baseline.upper - baseline.rate);
  const above = reach(candidate.upper - candidate.rate, baseline.rate - baseline.lower);
  return { estimate, lower: estimate - below, upper: estimate + above };
}

/** Correlation of the two, with Newcombe's correction for continuity where it is positive. */
function correctedPhi(pairs: Pairs): number {
  const { both, onlyCandidate, onlyBaseline, neither } = pairs;
  const margins =
    (both + onlyCandidate) *
    (onlyBaseline + neither) *
    (both + onlyBaseline) *
    (onlyCandidate + neither);
  if (margins === 0) return 0;
  const product = both * neither - onlyCandidate * onlyBaseline;
  const corrected = product > 0 ? Math.max(0, product - sizeOf(pairs) / 2) : product;
  return corrected / Math.sqrt(margins);
}

/** Exact McNemar test, two-sided: how likely so lopsided a split is if the lanes are alike. */
export function mcnemarExact({
  onlyCandidate,
  onlyBaseline,
}: Pick<Pairs, "onlyCandidate" | "onlyBaseline">): number {
  const discordant = onlyCandidate + onlyBaseline;
  const more = Math.max(onlyCandidate, onlyBaseline);
  return Math.min(1, 2 * atLeast(more, discordant, 0.5));
}

/**
 * The smallest difference that n pairs could have shown by the exact McNemar test, when all pairs
 * that differ do so the same way. Null where n is too small to show any.
 */
export function smallestShownDifference(n: number, confidence: number): number | null {
  for (let onlyCandidate = 1; onlyCandidate <= n; onlyCandidate += 1) {
    if (mcnemarExact({ onlyCandidate, onlyBaseline: 0 }) <= 1 - confidence)
      return onlyCandidate / n;
  }
  return null;
}

export interface NonInferiority {
  /** How much worse the candidate may be: 0.05 is 5 points. More than 0. */
  readonly margin: number;
  /** Of the two-sided interval whose lower end is compared with the margin. */
  readonly confidence: number;
}

export const defaultNonInferiority: NonInferiority = { margin: 0.05, confidence: 0.95 };

/** Whether the candidate is shown to be worse by no more than the margin. */
export const isNonInferior = (pairs: Pairs, { margin, confidence }: NonInferiority) =>
  newcombePaired(pairs, confidence).lower >= -margin;

/**
 * How many more pairs are needed at the least to show non-inferiority: all of them passing in both
 * lanes. 0 where it is shown already.
 * @throws RangeError for a margin that is not more than 0.
 */
export function lackingPairs(pairs: Pairs, asked: NonInferiority = defaultNonInferiority): number {
  if (!(asked.margin > 0)) throw new RangeError("a margin must be more than 0");
  const isEnough = (more: number) => isNonInferior({ ...pairs, both: pairs.both + more }, asked);
  if (isEnough(0)) return 0;
  let enough = 1;
  while (!isEnough(enough)) enough *= 2;
  let tooFew = Math.floor(enough / 2);
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
