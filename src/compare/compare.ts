// Two runs compared: what the candidate does worse, better, slower and dearer than the baseline. Pure. Lanes decide
// whether it is no worse; a single row can show that it is worse, or leave it undecided.
import { type CellTarget, unversionedName } from "../evidence/cell.ts";
import type { CellResult } from "../matrix/summary/result.ts";
import { exitCodes, type RunFacts } from "../matrix/summary/summary.ts";
import { holm } from "../statistics/holm.ts";
import type { NonInferiority } from "../statistics/paired.ts";
import { type Latency, latenciesOf, type Usage, usageOf } from "./cost.ts";
import { type Compared, compareGroup } from "./difference.ts";
import { asRecorded, type CellPair, type Naming, pairCells } from "./pairing.ts";

export interface ComparedRun {
  readonly facts: RunFacts;
  /** The version of the agent whose cells are taken; null where the run has but one. */
  readonly version: string | null;
  readonly cells: readonly CellResult[];
}

interface Named {
  /** Of the candidate. */
  readonly target: CellTarget;
  readonly lane: string;
}

export interface ComparedTarget extends Named, Compared {
  /** What the baseline's agent spoke to it; two versions may differ in that. */
  readonly baselineApi: string | null;
  /** Milliseconds of the pairs that passed in both runs. */
  readonly latency: Latency | null;
}

export interface ComparedRow extends Named, Compared {
  readonly scenario: string;
  readonly history: string | null;
  /** The exact McNemar test's, adjusted by Holm over all rows. */
  readonly adjusted: number;
  /** A cell of the candidate to replay: one that failed, where there is one. */
  readonly example: CellResult;
}

interface ComparedLane extends Compared {
  readonly lane: string;
  readonly latencies: readonly Latency[];
  readonly usage: Usage | null;
}

export type ComparisonVerdict = "worse" | "undecided" | "no-worse";

export interface RunComparison {
  readonly baseline: Omit<ComparedRun, "cells">;
  readonly candidate: Omit<ComparedRun, "cells">;
  readonly asked: NonInferiority;
  readonly verdict: ComparisonVerdict;
  readonly exitCode: number;
  readonly lanes: readonly ComparedLane[];
  readonly targets: readonly ComparedTarget[];
  readonly rows: readonly ComparedRow[];
  /** Cells that only one of the runs planned: they are counted for neither. */
  readonly onlyBaseline: readonly CellResult[];
  readonly onlyCandidate: readonly CellResult[];
}

/** Two of the run's cells may not be the same but for the agent's version. */
export function compareRuns(
  baseline: ComparedRun,
  candidate: ComparedRun,
  asked: NonInferiority,
  naming: Naming = asRecorded,
): RunComparison {
  const { pairs, ...unpaired } = pairCells(baseline.cells, candidate.cells, naming);
  const { confidence } = asked;
  const lanes = groups(pairs, ({ lane }) => [lane]).map((group): ComparedLane => {
    const latencies = latenciesOf(group, confidence);
    const usage = usageOf(group, confidence);
    return { lane: laneOf(group), ...compareGroup(group, asked), latencies, usage };
  });
  const byTarget = groups(pairs, ({ target, lane }) => [unversionedName(target), lane]);
  const targets = byTarget.map((group): ComparedTarget => {
    const [latency = null] = latenciesOf(group, confidence);
    const baselineApi = group[0]?.baseline.target.wireApi ?? null;
    return { ...namesOf(group), ...compareGroup(group, asked), baselineApi, latency };
  });
  const rows = rowsOf(pairs, asked);
  const verdict = verdictOf(lanes, targets, rows, asked);
  return {
    baseline: sideOf(baseline),
    candidate: sideOf(candidate),
    asked,
    verdict,
    exitCode: codes[verdict],
    lanes,
    targets,
    rows,
    ...unpaired,
  };
}

const codes: Readonly<Record<ComparisonVerdict, number>> = {
  worse: exitCodes.fail,
  undecided: exitCodes.unknown,
  "no-worse": exitCodes.pass,
};

const sideOf = ({ facts, version }: ComparedRun) => ({ facts, version });

function verdictOf(
  lanes: readonly ComparedLane[],
  targets: readonly ComparedTarget[],
  rows: readonly ComparedRow[],
  asked: NonInferiority,
): ComparisonVerdict {
  const all = [...lanes, ...targets, ...rows];
  if (all.some(({ shown }) => shown === "worse")) return "worse";
  // Repetitions of each row for a margin would be too much to ask; a doubt about one is not.
  const isOpen =
    lanes.length === 0 ||
    lanes.some(({ shown }) => shown === "undecided") ||
    rows.some((row) => isDoubtful(row, asked));
  return isOpen ? "undecided" : "no-worse";
}

/** It looks worse, without being shown to be, or nobody knows. */
export const isDoubtful = (row: Compared, { margin }: NonInferiority) =>
  row.shown !== "worse" && (row.open > 0 || (row.judged > 0 && row.difference.estimate < -margin));

function rowsOf(pairs: readonly CellPair[], asked: NonInferiority): ComparedRow[] {
  const rows = groups(pairs, ({ target, lane, scenario, history }) => [
    unversionedName(target),
    lane,
    scenario,
    history?.name ?? "",
  ]);
  const compared = rows.map((group) => ({ group, ...compareGroup(group, asked) }));
  const adjusted = holm(compared.map(({ pValue }) => pValue));
  return compared.flatMap(({ group, ...figures }, index) => {
    const example = (group.find(isWorse) ?? group[0])?.candidate;
    if (example === undefined) return [];
    const { scenario, history } = example;
    const own = { ...namesOf(group), scenario, history: history?.name ?? null, example };
    return [{ ...own, ...figures, adjusted: adjusted[index] ?? 1 }];
  });
}

const isWorse = ({ baseline, candidate }: CellPair) =>
  candidate.verdict !== "pass" && baseline.verdict === "pass";

function groups(
  pairs: readonly CellPair[],
  keyOf: (cell: CellResult) => readonly string[],
): CellPair[][] {
  return [...Map.groupBy(pairs, ({ candidate }) => JSON.stringify(keyOf(candidate))).values()];
}

const laneOf = (group: readonly CellPair[]) => group[0]?.candidate.lane ?? "";

function namesOf(group: readonly CellPair[]): Named {
  const [first] = group;
  if (first === undefined) throw new Error("a group of pairs is never empty");
  return { target: first.candidate.target, lane: first.candidate.lane };
}
