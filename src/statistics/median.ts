// The median of what was measured, with an interval that assumes nothing of how the values are spread. Pure.
import { atLeast } from "./binomial.ts";
import type { Interval } from "./proportion.ts";
import { nearestRank } from "./quantile.ts";

export interface Median {
  /** A value that was measured: the lower one of two in the middle. */
  readonly estimate: number;
  /** Null where there are too few values for this confidence: fewer than six for 0.95. */
  readonly interval: Interval | null;
}

/**
 * Null for no values. The interval is between two order statistics, by the binomial distribution: W. J. Conover,
 * "Practical Nonparametric Statistics" (3rd ed., 1999), section 3.2. It covers at least as often as it says.
 */
export function medianOf(values: readonly number[], confidence: number): Median | null {
  const ascending = [...values].sort((a, b) => a - b);
  const estimate = nearestRank(ascending, 0.5);
  if (estimate === null) return null;
  const rank = lowerRank(ascending.length, confidence);
  const lower = ascending[rank - 1];
  const upper = ascending.at(-rank);
  if (rank === 0 || lower === undefined || upper === undefined) return { estimate, interval: null };
  return { estimate, interval: { lower, upper } };
}

/** The largest rank, from 1, that is above the median in at most half of what the interval may miss; 0 for none. */
function lowerRank(n: number, confidence: number): number {
  const tail = (1 - confidence) / 2;
  // At most `rank` values below the median: by symmetry as likely as at least n - rank.
  const isRare = (rank: number) => atLeast(n - rank, n, 0.5) <= tail;
  let rank = 0;
  let above = Math.ceil(n / 2);
  // The likelihood grows with the rank, and of very many values not each rank can be asked.
  while (rank < above) {
    const middle = Math.floor((rank + above) / 2);
    if (isRare(middle)) rank = middle + 1;
    else above = middle;
  }
  return rank;
}
