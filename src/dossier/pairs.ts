// The two lanes side by side, for each target and scenario. Pure. What must be there follows from
// the build and not from the run, so that nothing left out of a run can look like agreement.
import { type CellTarget, targetName } from "../evidence/cell.ts";
import { type CellResult, cellTitle, showsHazard } from "../matrix/summary/result.ts";
import { oldLaneHazards } from "./wanted.ts";

export interface Comparison {
  readonly old: string;
  readonly new: string;
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
  readonly old: Side;
  readonly new: Side;
  readonly relation: Relation;
}

export function pairsOf(cells: readonly CellResult[], comparison: Comparison): Pair[] {
  const repeat = Math.max(1, ...cells.map(({ repetition }) => repetition));
  const targets = new Map(cells.map(({ target }) => [targetName(target), target]));
  const scenarios = new Set([...comparison.scenarios, ...cells.map(({ scenario }) => scenario)]);
  const byPlace = Map.groupBy(cells, (cell) => place(cell.target, cell.lane, cell.scenario));
  return [...targets.values()].flatMap((target) =>
    [...scenarios].map((scenario) => {
      const sideOf = (lane: string) => {
        const own = byPlace.get(place(target, lane, scenario)) ?? [];
        const unsuited = comparison.unsuited(scenario, lane, target);
        return side({ target, lane, scenario }, own, repeat, unsuited);
      };
      const [old, fresh] = [sideOf(comparison.old), sideOf(comparison.new)];
      return { target, scenario, old, new: fresh, relation: relate(scenario, old, fresh) };
    }),
  );
}

const place = (target: CellTarget, lane: string, scenario: string) =>
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

function relate(scenario: string, old: Side, fresh: Side): Relation {
  if (hasOwnHazard(scenario, old, fresh)) return "worse";
  if (old.unsuited !== null || fresh.unsuited !== null) return "not-comparable";
  if (old.pass + old.fail > 0 && shareOf(fresh) > shareOf(old)) return "worse";
  if (old.lacking > 0 || fresh.lacking > 0) return "open";
  if (fresh.fail > 0) return "both-fail";
  return old.fail > 0 || old.hazard > fresh.hazard ? "better" : "alike";
}

function hasOwnHazard(scenario: string, old: Side, fresh: Side): boolean {
  const isOldLanes = oldLaneHazards.some((known) => known.scenario === scenario);
  return fresh.hazard > 0 && old.hazard === 0 && !isOldLanes;
}

/** Share of failed cells among those that came to a verdict. */
const shareOf = ({ pass, fail }: Side) => (fail === 0 ? 0 : fail / (pass + fail));

/** Titles of a side's cells that came to this verdict. */
export const titlesOf = ({ cells }: Side, verdict: CellResult["verdict"]) =>
  cells.filter((cell) => cell.verdict === verdict).map(cellTitle);
