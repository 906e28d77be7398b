// All results of a run → counts, one verdict, one exit code. Pure. A skip is never a pass, and
// a run that did not finish what it planned cannot be better than unknown.
import type { Fidelity } from "../../evidence/cell.ts";
import type { Versions } from "../../evidence/evidence.ts";
import { type CellVerdict, mergeVerdicts } from "../../invariants/judge.ts";
import type { KnownFinding } from "../known.ts";
import { type CanaryStamp, whyNoPass } from "./canary-stamp.ts";
import { type Finding, findingsIn } from "./findings.ts";
import { type NoLongerShown, noLongerShown, withKnown } from "./known-cells.ts";
import { type Repetitions, repetitionsIn } from "./repetitions.ts";
import { type CellResult, type Outcome, outcomeOf, showsHazard } from "./result.ts";

export const exitCodes = {
  pass: 0,
  fail: 1,
  unknown: 2,
  refused: 254,
  internal: 255,
  interrupted: 130,
} as const;

export interface Counts {
  readonly planned: number;
  readonly run: number;
  readonly pass: number;
  readonly fail: number;
  readonly unknown: number;
  /** Those that fail only by known findings: they are not among the failed. */
  readonly known: number;
  readonly skip: number;
  /** Of the passed ones, those that showed a hazard on purpose. */
  readonly hazard: number;
}

export interface RunFacts {
  /** Null when nothing was run, so that nothing was kept. */
  readonly run: string | null;
  /** Absolute. */
  readonly directory: string | null;
  readonly fidelity: Fidelity;
  /** Null when nothing was opened that could say. */
  readonly versions: Versions | null;
  readonly interrupted: boolean;
  /** What a command needs besides its selection to run a cell as this run did. */
  readonly flags?: readonly string[];
  /** What became of this build's canaries; null or left out where none was run. */
  readonly canaries?: CanaryStamp | null;
  /** Findings that the config names as known. */
  readonly known?: readonly KnownFinding[];
  /** Of a run that was dealt out; null or left out where it is no part of one. */
  readonly shard?: {
    readonly number: number;
    readonly of: number;
    /** Cells of all shards together. */
    readonly planned: number;
  } | null;
}

export interface Summary extends RunFacts {
  readonly counts: Counts;
  /** Null when no cell ran: then nothing was proved either way. */
  readonly verdict: CellVerdict | null;
  /** Set when a green exit code is still no acceptance. */
  readonly notAcceptance: string | null;
  readonly exitCode: number;
  /** What repetitions of one row say together; empty where nothing was repeated. */
  readonly repetitions: readonly Repetitions[];
  /** What went wrong, each with all cells that show it. */
  readonly findings: readonly Finding[];
  /** Entries of the config that are to be taken out. */
  readonly noLongerShown: readonly NoLongerShown[];
  readonly cells: readonly CellResult[];
}

export function summarise(results: readonly CellResult[], facts: RunFacts): Summary {
  const known = facts.known ?? [];
  const cells = withKnown(results, known);
  const count = (outcome: Outcome) => cells.filter((cell) => outcomeOf(cell) === outcome).length;
  const skip = count("skip");
  const counts: Counts = {
    planned: cells.length,
    run: cells.length - skip,
    pass: count("pass"),
    fail: count("fail"),
    unknown: count("unknown"),
    known: count("known"),
    skip,
    hazard: cells.filter(showsHazard).length,
  };
  const untrusted = whyNoPass(facts.canaries);
  const verdict = capped(runVerdict(cells), untrusted);
  return {
    ...facts,
    counts,
    verdict,
    notAcceptance: whyNoAcceptance(cells, counts) ?? untrusted ?? whyNoWhole(counts, facts),
    exitCode: exitCodeOf(verdict, cells, facts),
    repetitions: repetitionsIn(cells),
    findings: findingsIn(cells, known),
    noLongerShown: noLongerShown(cells, known),
    cells,
  };
}

/** A green that could not have been red is none. */
function capped(verdict: CellVerdict | null, untrusted: string | null): CellVerdict | null {
  return verdict === "pass" && untrusted !== null ? "unknown" : verdict;
}

function runVerdict(cells: readonly CellResult[]): CellVerdict | null {
  const outcomes = cells.map(outcomeOf);
  const verdicts = outcomes.filter((outcome) => outcome !== "skip" && outcome !== "known");
  const unfinished = cells.filter((cell) => cell.unfinished).map(() => "unknown" as const);
  const [first, ...others] = new Set([...verdicts, ...unfinished]);
  if (first !== undefined) return mergeVerdicts(first, ...others);
  // Known failures alone are no reason to fail, and nothing passed either.
  return outcomes.includes("known") ? "unknown" : null;
}

function exitCodeOf(
  verdict: CellVerdict | null,
  cells: readonly CellResult[],
  { fidelity, interrupted }: RunFacts,
): number {
  if (interrupted) return exitCodes.interrupted;
  if (verdict !== null) return exitCodes[verdict];
  // Live runs are skipped where there is no account; nothing else may be skipped whole.
  return fidelity === "live" && cells.length > 0 ? exitCodes.pass : exitCodes.unknown;
}

function whyNoAcceptance(cells: readonly CellResult[], counts: Counts): string | null {
  if (counts.run === 0) return "no cell was run";
  const damaged = cells.filter((cell) => cell.damaged).length;
  const unfinished = cells.filter((cell) => cell.unfinished).length - damaged;
  const lacks = [
    ...(damaged > 0 ? [`of ${damaged} of ${counts.planned} cells the record is damaged`] : []),
    ...(unfinished > 0
      ? [`${unfinished} of ${counts.planned} cells did not run to their end`]
      : []),
  ];
  if (lacks.length > 0) return lacks.join("; ");
  if (counts.known > 0) return `${counts.known} of ${counts.planned} cells fail by known findings`;
  return null;
}

/** The parts are judged one by one, and a pass of one says nothing of the others. */
function whyNoWhole({ planned }: Counts, { shard }: RunFacts): string | null {
  if (!shard || shard.of === 1) return null;
  const part = `shard ${shard.number}/${shard.of}, ${planned} of ${shard.planned} cells`;
  return `it is ${part}; matrix merge puts the shards together`;
}
