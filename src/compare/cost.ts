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
    const both = numbersOf(passed, (cell) => durationIn(cell, phase));
    if (both.baseline.length === 0) return [];
    const baseline = quantilesOf(both.baseline);
    const candidate = quantilesOf(both.candidate);
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
  const passed = group.filter(bothPassed);
  const both = passed.filter(({ baseline, candidate }) => usageIn(baseline) && usageIn(candidate));
  const baseline = sumOf(both.flatMap((pair) => usageIn(pair.baseline) ?? []));
  const candidate = sumOf(both.flatMap((pair) => usageIn(pair.candidate) ?? []));
  if (baseline === null || candidate === null) return null;
  const numbers = (of: (usage: TokenUsage) => number | null) =>
    numbersOf(both, (cell) => {
      const usage = usageIn(cell);
      return usage ? (of(usage) ?? undefined) : undefined;
    });
  return {
    n: both.length,
    baseline,
    candidate,
    tokens: ratioOf(numbers(tokensOf), confidence),
    cost: ratioOf(
      numbers(({ costUsd }) => costUsd),
      confidence,
    ),
  };
}

const usageIn = ({ measures }: CellResult) => measures?.usage;

export const tokensOf = (usage: TokenUsage) =>
  usage.inputTokens + usage.outputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;

/** What was measured in both cells of a pair, pair by pair: two columns of one length. */
interface Both {
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
}

function numbersOf(pairs: readonly CellPair[], of: (cell: CellResult) => number | undefined): Both {
  const baseline: number[] = [];
  const candidate: number[] = [];
  for (const pair of pairs) {
    const [first, second] = [of(pair.baseline), of(pair.candidate)];
    if (first === undefined || second === undefined) continue;
    baseline.push(first);
    candidate.push(second);
  }
  return { baseline, candidate };
}

function ratioOf({ baseline, candidate }: Both, confidence: number): Ratio {
  const ratios = candidate.flatMap((second, index) => {
    const first = baseline[index] ?? 0;
    return first > 0 ? [second / first] : [];
  });
  const median = medianOf(ratios, confidence);
  return { n: ratios.length, median, trend: trendOf(median, { baseline, candidate }) };
}

function trendOf(median: Median | null, { baseline, candidate }: Both): Trend {
  const interval = median?.interval ?? null;
  if (interval === null) return "not-shown";
  const grown = candidate.reduce((sum, second, index) => sum + second - (baseline[index] ?? 0), 0);
  if (interval.lower > 1) return grown > 0 ? "more" : "mixed";
  if (interval.upper < 1) return grown < 0 ? "less" : "mixed";
  return "not-shown";
}

function quantilesOf(values: readonly number[]): Quantiles {
  const ascending = [...values].sort((a, b) => a - b);
  const at = (share: number) => nearestRank(ascending, share) ?? 0;
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}
