// What pairs of passed cells took in two runs: the time of each phase, tokens and cost. Pure. It is told and
// decides nothing: no verdict may depend on speed.
import type { TokenUsage } from "../evidence/session.ts";
import { sumOf } from "../matrix/summary/measures.ts";
import type { CellResult } from "../matrix/summary/result.ts";
import { type Median, medianOf } from "../statistics/median.ts";
import { nearestRank } from "../statistics/quantile.ts";
import type { CellPair } from "./pairing.ts";

/**
 * `more`: slower or dearer, shown by an interval of the ratio that lies above 1 as a whole. `mixed`: most pairs go one
 * way, and their sum the other. `not-shown`: the interval has 1 in it, or there are too few pairs for one.
 */
type Trend = "more" | "less" | "mixed" | "not-shown";

export interface Ratio {
  /** Pairs in which it was measured on both sides, and not zero on the baseline's. */
  readonly n: number;
  /** Of candidate to baseline, pair by pair; null without pairs. */
  readonly median: Median | null;
  readonly trend: Trend;
}

export interface Quantiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

export interface Latency extends Ratio {
  /** A phase of the gate, or `cell` for all of them. */
  readonly phase: string;
  /** Milliseconds. */
  readonly baseline: Quantiles;
  readonly candidate: Quantiles;
}

export interface Usage {
  /** Pairs in which both agents recorded any. */
  readonly n: number;
  readonly baseline: TokenUsage;
  readonly candidate: TokenUsage;
  /** All tokens: in, out, read from a cache and written to it. */
  readonly tokens: Ratio;
  /** US dollars, as the agents reckon them. */
  readonly cost: Ratio;
}

const bothPassed = ({ baseline, candidate }: CellPair) =>
  baseline.verdict === "pass" && candidate.verdict === "pass";

export function latenciesOf(group: readonly CellPair[], confidence: number): Latency[] {
  const passed = group.filter(bothPassed);
  // Phase by phase: a table of its own for each of very many cells would be most of the memory.
  return phasesIn(passed).flatMap((phase) => {
    const both = passed.flatMap(({ baseline, candidate }): Both[] => {
      const [first, second] = [durationIn(baseline, phase), durationIn(candidate, phase)];
      return first === undefined || second === undefined ? [] : [[first, second]];
    });
    if (both.length === 0) return [];
    const baseline = quantilesOf(both.map(([first]) => first));
    const candidate = quantilesOf(both.map(([, second]) => second));
    return [{ phase, baseline, candidate, ...ratioOf(both, confidence) }];
  });
}

const wholeCell = "cell";

function phasesIn(pairs: readonly CellPair[]): string[] {
  const phases = new Set<string>();
  for (const { baseline } of pairs) {
    phases.add(wholeCell);
    for (const { phase } of baseline.measures?.phases ?? []) phases.add(phase);
  }
  return [...phases];
}

/** Milliseconds; undefined where the phase was not done. */
const durationIn = ({ durationMs, measures }: CellResult, phase: string) =>
  phase === wholeCell
    ? durationMs
    : measures?.phases.findLast((each) => each.phase === phase)?.durationMs;

/** Null where no pair recorded any. */
export function usageOf(group: readonly CellPair[], confidence: number): Usage | null {
  const both = group.filter(bothPassed).flatMap(({ baseline, candidate }) => {
    const [first, second] = [baseline.measures?.usage, candidate.measures?.usage];
    return first && second ? [{ first, second }] : [];
  });
  const baseline = sumOf(both.map(({ first }) => first));
  const candidate = sumOf(both.map(({ second }) => second));
  if (baseline === null || candidate === null) return null;
  const costs = both.flatMap(({ first, second }): Both[] =>
    first.costUsd === null || second.costUsd === null ? [] : [[first.costUsd, second.costUsd]],
  );
  const tokens = both.map(({ first, second }): Both => [tokensOf(first), tokensOf(second)]);
  return {
    n: both.length,
    baseline,
    candidate,
    tokens: ratioOf(tokens, confidence),
    cost: ratioOf(costs, confidence),
  };
}

export const tokensOf = (usage: TokenUsage) =>
  usage.inputTokens + usage.outputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;

/** Of the baseline and of the candidate. */
type Both = readonly [number, number];

function ratioOf(both: readonly Both[], confidence: number): Ratio {
  const ratios = both.flatMap(([first, second]) => (first > 0 ? [second / first] : []));
  const median = medianOf(ratios, confidence);
  return { n: ratios.length, median, trend: trendOf(median, both) };
}

function trendOf(median: Median | null, both: readonly Both[]): Trend {
  const interval = median?.interval ?? null;
  if (interval === null) return "not-shown";
  const grown = both.reduce((sum, [first, second]) => sum + second - first, 0);
  if (interval.lower > 1) return grown > 0 ? "more" : "mixed";
  if (interval.upper < 1) return grown < 0 ? "less" : "mixed";
  return "not-shown";
}

function quantilesOf(values: readonly number[]): Quantiles {
  const ascending = [...values].sort((a, b) => a - b);
  const at = (share: number) => nearestRank(ascending, share) ?? 0;
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}
