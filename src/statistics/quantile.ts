// Quantiles of what was measured. Pure.

/**
 * The nearest-rank quantile of an ascending list: a value that was really measured, so that no p99
 * of ten values is made up. Null for none.
 */
export function nearestRank(ascending: readonly number[], share: number): number | null {
  return ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)] ?? null;
}
