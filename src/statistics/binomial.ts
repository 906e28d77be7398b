// Tails of the binomial distribution, summed exactly. Pure.

/** Probability of at least `least` successes in `n` independent trials of this chance each. */
export function atLeast(least: number, n: number, chance: number): number {
  if (least <= 0) return 1;
  if (least > n || chance <= 0) return 0;
  if (chance >= 1) return 1;
  // Summed over the shorter tail, so that nothing small is lost beside something near 1.
  if (least <= n * chance) return 1 - atLeast(n - least + 1, n, 1 - chance);
  const odds = chance / (1 - chance);
  let term = Math.exp(
    logChoose(n, least) + least * Math.log(chance) + (n - least) * Math.log1p(-chance),
  );
  let sum = term;
  for (let successes = least; successes < n && term > sum * Number.EPSILON; successes += 1) {
    term *= ((n - successes) / (successes + 1)) * odds;
    sum += term;
  }
  return Math.min(1, sum);
}

function logChoose(n: number, k: number): number {
  const fewer = Math.min(k, n - k);
  let sum = 0;
  for (let each = 1; each <= fewer; each += 1) sum += Math.log((n - fewer + each) / each);
  return sum;
}
