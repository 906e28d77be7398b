// What k successes in n independent repetitions say of the true rate. Pure; rates are 0 to 1, and a
// confidence of 0.95 is two-sided. With n = 0 nothing is known: the interval is all of 0 to 1.
import { atLeast } from "./binomial.ts";
import { twoSidedQuantile } from "./normal.ts";

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** E. B. Wilson, "Probable inference, the law of succession, and statistical inference" (1927). */
export function wilson(successes: number, n: number, confidence: number): Interval {
  if (n === 0) return { lower: 0, upper: 1 };
  const z = twoSidedQuantile(confidence);
  const failures = n - successes;
  const centre = successes + (z * z) / 2;
  const reach = z * Math.sqrt((successes * failures) / n + (z * z) / 4);
  const size = n + z * z;
  return {
    // Without a success the two are the same number; without a failure the sums are rounded apart.
    lower: (centre - reach) / size,
    upper: failures === 0 ? 1 : (centre + reach) / size,
  };
}

/** C. J. Clopper and E. S. Pearson (1934): never covers less than it says, and is wider for it. */
export function clopperPearson(successes: number, n: number, confidence: number): Interval {
  const tail = (1 - confidence) / 2;
  return {
    lower: successes === 0 ? 0 : root((rate) => atLeast(successes, n, rate) - tail),
    upper: root((rate) => atLeast(successes + 1, n, rate) - (1 - tail)),
  };
}

/** Where a function that rises from below 0 to above 0 between 0 and 1 crosses it; 1 where it stays below. */
function root(rising: (rate: number) => number): number {
  let low = 0;
  let high = 1;
  for (let middle = 0.5; middle > low && middle < high; middle = (low + high) / 2) {
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * pass^k: the chance that k repetitions drawn from these n without putting back all passed,
 * C(successes, k) / C(n, k), which is the unbiased estimate of the rate to the power of k.
 * Null where n has not k repetitions.
 */
export function passAll(k: number, successes: number, n: number): number | null {
  if (k > n) return null;
  let chance = 1;
  for (let drawn = 0; drawn < k; drawn += 1) {
    chance *= Math.max(0, successes - drawn) / (n - drawn);
  }
  return chance;
}
