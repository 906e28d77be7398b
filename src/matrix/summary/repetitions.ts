// What the repetitions of one row say together: how often it passes and how sure that is, how long
// its phases took and what it cost. Pure. An unknown is never counted as a pass.
import type { CellTarget } from "../../evidence/cell.ts";
import type { TokenUsage } from "../../evidence/session.ts";
import { type Interval, passAll, wilson } from "../../statistics/proportion.ts";
import { nearestRank } from "../../statistics/quantile.ts";
import { sumOf } from "./measures.ts";
import { type CellResult, cellTitle } from "./result.ts";

/** Of the two-sided intervals. */
export const confidence = 0.95;

/** Up to how many independent repetitions it is asked whether all of them pass. */
const drawn = [1, 2, 5, 10, 20, 50, 100];

export interface Rate {
  readonly passed: number;
  readonly of: number;
  /** Null where there is nothing to divide by. */
  readonly rate: number | null;
  /** Wilson's, two-sided, of the confidence above. */
  readonly interval: Interval;
}

interface PhaseLatency {
  readonly phase: string;
  /** Repetitions in which the phase was done. */
  readonly n: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
}

export interface Repetitions {
  readonly target: CellTarget;
  readonly lane: string;
  readonly scenario: string;
  /** Null where the session held one turn of text. */
  readonly history: string | null;
  readonly planned: number;
  readonly run: number;
  /** Those that passed or failed. */
  readonly judged: number;
  readonly failed: number;
  readonly unknown: number;
  /** Some pass and some fail, with nothing changed between them. */
  readonly flaky: boolean;
  /** Of the judged. */
  readonly passRate: Rate;
  /** Every unknown and every repetition that did not get its turn counted as a failure. */
  readonly worstRate: Rate;
  /** pass^k, for k up to the number of judged ones. */
  readonly passAll: readonly { readonly k: number; readonly chance: number }[];
  readonly latencies: readonly PhaseLatency[];
  /** Of all repetitions that recorded any; null where none did. */
  readonly usage: (TokenUsage & { readonly n: number }) | null;
}

/** One for each row that was planned more than once. */
export function repetitionsIn(cells: readonly CellResult[]): Repetitions[] {
  return repeatedRows(cells).flatMap((row) => {
    const [first] = row;
    return first === undefined ? [] : [repetitionsOf(first, row)];
  });
}

/** Whether some repetitions of one row pass and some fail. */
export const hasFlaky = (cells: readonly CellResult[]): boolean =>
  repeatedRows(cells).some((row) =>
    (["pass", "fail"] as const).every((each) => row.some(({ verdict }) => verdict === each)),
  );

function repeatedRows(cells: readonly CellResult[]): readonly (readonly CellResult[])[] {
  const rows = Map.groupBy(cells, (cell) => cellTitle({ ...cell, repetition: 0 }));
  return [...rows.values()].filter((row) => row.length > 1);
}

function repetitionsOf(first: CellResult, cells: readonly CellResult[]): Repetitions {
  const count = (verdict: CellResult["verdict"]) =>
    cells.filter((cell) => cell.verdict === verdict).length;
  const passed = count("pass");
  const failed = count("fail");
  const judged = passed + failed;
  const lost = cells.filter(({ verdict, unfinished }) => verdict === "skip" && unfinished).length;
  return {
    target: first.target,
    lane: first.lane,
    scenario: first.scenario,
    history: first.history?.name ?? null,
    planned: cells.length,
    run: cells.length - count("skip"),
    judged,
    failed,
    unknown: count("unknown"),
    flaky: passed > 0 && failed > 0,
    passRate: rateOf(passed, judged),
    worstRate: rateOf(passed, judged + count("unknown") + lost),
    passAll: drawn.flatMap((k) => {
      const chance = passAll(k, passed, judged);
      return chance === null ? [] : [{ k, chance }];
    }),
    latencies: latenciesOf(cells),
    usage: usageOf(cells),
  };
}

const rateOf = (passed: number, of: number): Rate => ({
  passed,
  of,
  rate: of === 0 ? null : passed / of,
  interval: wilson(passed, of, confidence),
});

function latenciesOf(cells: readonly CellResult[]): PhaseLatency[] {
  // Numbers alone: of very many cells each phase as an object would be most of the memory.
  const byPhase = new Map<string, number[]>();
  for (const { measures } of cells) {
    for (const { phase, durationMs } of measures?.phases ?? []) {
      const durations = byPhase.get(phase);
      if (durations === undefined) byPhase.set(phase, [durationMs]);
      else durations.push(durationMs);
    }
  }
  return [...byPhase].map(([phase, durations]) => {
    const ascending = durations.sort((a, b) => a - b);
    const at = (share: number) => nearestRank(ascending, share) ?? 0;
    return { phase, n: ascending.length, p50Ms: at(0.5), p90Ms: at(0.9), p99Ms: at(0.99) };
  });
}

function usageOf(cells: readonly CellResult[]): Repetitions["usage"] {
  const known = cells.flatMap(({ measures }) => measures?.usage ?? []);
  const sum = sumOf(known);
  return sum === null ? null : { ...sum, n: known.length };
}
