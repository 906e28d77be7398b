// What a run's repetitions and phases measured, as pictures. Pure.
import { targetName } from "../../evidence/cell.ts";
import { confidence, type Repetitions } from "../../matrix/summary/repetitions.ts";
import type { Summary } from "../../matrix/summary/summary.ts";
import { nearestRank } from "../../statistics/quantile.ts";
import { shortTarget } from "../short-target.ts";
import type { IntervalPlot, IntervalRow, LatencyPlot, LatencyRow } from "./document-data.ts";

/** Beyond these a picture is no picture; those that pass least come first. */
const mostRows = 60;

export function ratesOf({ repetitions }: Summary): IntervalPlot | null {
  const sorted = repetitions
    .filter(({ judged }) => judged > 0)
    .sort((a, b) => (a.passRate.rate ?? 0) - (b.passRate.rate ?? 0));
  if (sorted.length === 0) return null;
  const more = sorted.length - mostRows;
  const rest = more > 0 ? `; ${more} rows are left out, which pass as often or more often` : "";
  return {
    title: `Pass rate of repeated rows in percent, with its ${confidence * 100} % Wilson interval${rest}`,
    from: 0,
    to: 1,
    lines: [],
    rows: sorted.slice(0, mostRows).map(intervalOf),
  };
}

function intervalOf(row: Repetitions): IntervalRow {
  const { target, lane, scenario, history, passRate, flaky, unknown } = row;
  const words = [
    shortTarget(targetName(target)),
    lane,
    scenario,
    ...(history === null ? [] : [history]),
  ];
  const { lower, upper } = passRate.interval;
  return {
    label: words.join(" "),
    estimate: passRate.rate,
    lower,
    upper,
    text: `${passRate.passed}/${passRate.of} [${percent(Math.floor(lower * 1000))}, ${percent(Math.ceil(upper * 1000))}]`,
    word: [...(flaky ? ["flaky"] : []), ...(unknown > 0 ? [`${unknown} unknown`] : [])].join(", "),
  };
}

/** Of thousandths; who asks has rounded outwards: an interval must not say more than it knows. */
const percent = (thousandths: number) => (thousandths / 10).toFixed(1);

/** By phase and lane, over all cells that passed: a failed one measures its failure. */
export function latenciesOf({ cells }: Summary): LatencyPlot | null {
  // Numbers alone: of very many cells each phase as an object would be most of the memory.
  const byPhase = new Map<string, Map<string, number[]>>();
  const add = (phase: string, lane: string, durationMs: number) => {
    const byLane = byPhase.get(phase) ?? new Map<string, number[]>();
    byPhase.set(phase, byLane);
    const times = byLane.get(lane) ?? [];
    byLane.set(lane, times);
    times.push(durationMs);
  };
  for (const { verdict, lane, measures, durationMs } of cells) {
    if (verdict !== "pass") continue;
    for (const each of measures?.phases ?? []) add(each.phase, lane, each.durationMs);
    add("whole cell", lane, durationMs);
  }
  const rows = [...byPhase].flatMap(([phase, byLane]) =>
    [...byLane].map(([lane, times]) => latencyOf(phase, lane, times)),
  );
  if (rows.length === 0) return null;
  return { title: "Time of each phase, of cells that passed", rows };
}

function latencyOf(phase: string, of: string, values: readonly number[]): LatencyRow {
  const ascending = [...values].sort((a, b) => a - b);
  const at = (share: number) => nearestRank(ascending, share) ?? 0;
  return { phase, of, n: values.length, p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}
