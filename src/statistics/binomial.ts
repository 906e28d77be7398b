// Tails of the binomial distribution, summed exactly. Pure.

/** Probability of at least `least` successes in `n` independent trials of this chance each. */
export function atLeast(least: number, n: number, chance: number): number {
  if (least > n) return 0;
  // Summed over the shorter tail, so that nothing small is lost beside something near 1.
  if (least <= n * chance) return 1 - atLeast(n - least + 1, n, 1 - chance);
  const odds = chance / (1 - chance);
  let term = Math.exp(
    logChoose(n, least) + least * Math.log(chance) + (n - least) * Math.log1p(-chance),
  );
  let sum = term;
  // After n successes the term is 0, and the loop ends.
  for (let successes = least; term > sum * Number.EPSILON; successes += 1) {
    term *= ((n - successes) / (successes + 1)) * odds;
    sum += term;
  }
  return Math.min(1, sum);
}

function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let each = 1; each <= k; each += 1) sum += Math.log((n - k + each) / each);
  return sum;
}
