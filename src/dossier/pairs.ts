// The two lanes side by side, for each target and scenario. Pure. What must be there follows from
// the build and not from the run, so that nothing left out of a run can look like agreement.
import { type CellTarget, targetName } from "../evidence/cell.ts";
import { type CellResult, cellTitle, showsHazard } from "../matrix/summary/result.ts";
import { baselineHazards } from "./wanted.ts";

export interface Comparison {
  readonly baseline: string;
  readonly candidate: string;
  /** Every scenario of this build. */
  readonly scenarios: readonly string[];
  /** What the lanes are, by name, as far as it is known. */
  readonly subjects?: Readonly<Record<string, string>>;
  /** Why a lane cannot be put through a scenario by its nature; null when it can. */
  unsuited(scenario: string, lane: string, target: CellTarget): string | null;
}

export interface Side {
  readonly lane: string;
  /** Set where nothing ran because by its nature nothing can. */
  readonly unsuited: string | null;
  readonly pass: number;
  readonly fail: number;
  readonly unknown: number;
  readonly skip: number;
  /** Of the passed cells, those that showed a hazard on purpose. */
  readonly hazard: number;
  /** Repetitions that came to neither pass nor fail, those that were never planned among them. */
  readonly lacking: number;
  readonly cells: readonly CellResult[];
  /** Titles of repetitions that the run did not plan. */
  readonly unplanned: readonly string[];
}

/**
 * `worse`: the new lane fails a larger share of its cells, or shows a hazard of its own.
 * `open`: a repetition is missing on either side. `both-fail`: neither is better, and the new one fails.
 */
export type Relation = "worse" | "open" | "both-fail" | "better" | "alike" | "not-comparable";

export interface Pair {
  readonly target: CellTarget;
  readonly scenario: string;
  readonly baseline: Side;
  readonly candidate: Side;
  readonly relation: Relation;
}

export function pairsOf(cells: readonly CellResult[], comparison: Comparison): Pair[] {
  const repeat = Math.max(1, ...cells.map(({ repetition }) => repetition));
  const targets = new Map(cells.map(({ target }) => [targetName(target), target]));
  const scenarios = new Set([...comparison.scenarios, ...cells.map(({ scenario }) => scenario)]);
  const byPlace = Map.groupBy(cells, (cell) => pairKey(cell.target, cell.lane, cell.scenario));
  return [...targets.values()].flatMap((target) =>
    [...scenarios].map((scenario) => {
      const sideOf = (lane: string) => {
        const own = byPlace.get(pairKey(target, lane, scenario)) ?? [];
        const unsuited = comparison.unsuited(scenario, lane, target);
        return side({ target, lane, scenario }, own, repeat, unsuited);
      };
      const [baseline, candidate] = [sideOf(comparison.baseline), sideOf(comparison.candidate)];
      return {
        target,
        scenario,
        baseline,
        candidate,
        relation: relate(scenario, baseline, candidate),
      };
    }),
  );
}

const pairKey = (target: CellTarget, lane: string, scenario: string) =>
  JSON.stringify([targetName(target), lane, scenario]);

function side(
  at: Pick<CellResult, "target" | "lane" | "scenario">,
  cells: readonly CellResult[],
  repeat: number,
  unsuited: string | null,
): Side {
  const count = (verdict: CellResult["verdict"]) =>
    cells.filter((cell) => cell.verdict === verdict).length;
  const pass = cells.filter(({ verdict, unfinished }) => verdict === "pass" && !unfinished).length;
  const [fail, skip] = [count("fail"), count("skip")];
  const unknown = cells.length - pass - fail - skip;
  const idle = cells.every(({ verdict, unfinished }) => verdict === "skip" && !unfinished);
  const missing = Array.from({ length: repeat }, (_, index) => index + 1).filter(
    (repetition) => !cells.some((cell) => cell.repetition === repetition),
  );
  const byNature = idle ? unsuited : null;
  return {
    lane: at.lane,
    unsuited: byNature,
    pass,
    fail,
    unknown,
    skip,
    cells,
    hazard: cells.filter(showsHazard).length,
    lacking: byNature === null ? unknown + skip + missing.length : 0,
    unplanned:
      byNature === null ? missing.map((repetition) => cellTitle({ ...at, repetition })) : [],
  };
}

function relate(scenario: string, baseline: Side, candidate: Side): Relation {
  if (hasOwnHazard(scenario, baseline, candidate)) return "worse";
  if (baseline.unsuited !== null || candidate.unsuited !== null) return "not-comparable";
  if (baseline.pass + baseline.fail > 0 && shareOf(candidate) > shareOf(baseline)) return "worse";
  if (baseline.lacking > 0 || candidate.lacking > 0) return "open";
  if (candidate.fail > 0) return "both-fail";
  return baseline.fail > 0 || baseline.hazard > candidate.hazard ? "better" : "alike";
}

function hasOwnHazard(scenario: string, baseline: Side, candidate: Side): boolean {
  const isBaselines = baselineHazards.some((known) => known.scenario === scenario);
  return candidate.hazard > 0 && baseline.hazard === 0 && !isBaselines;
}

/** Share of failed cells among those that came to a verdict. */
const shareOf = ({ pass, fail }: Side) => (fail === 0 ? 0 : fail / (pass + fail));

/** Titles of a side's cells that came to this verdict. */
export const titlesOf = ({ cells }: Side, verdict: CellResult["verdict"]) =>
  cells.filter((cell) => cell.verdict === verdict).map(cellTitle);
