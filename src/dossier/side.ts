// One lane's cells of one place, counted: what came out, and what lacks. Pure.
import { type CellHistory, type CellTarget, targetName } from "../evidence/cell.ts";
import { type CellResult, cellTitle, showsHazard } from "../matrix/summary/result.ts";
import { type PooledCell, titleOf } from "./pool.ts";
import { type Titles, titlesMade } from "./titles.ts";

export interface Place {
  readonly target: CellTarget;
  readonly scenario: string;
  /** Null for a session of one turn. */
  readonly history: CellHistory | null;
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
  readonly cells: readonly PooledCell[];
  /** Titles of repetitions that no run planned. */
  readonly unplanned: Titles;
}

/** Of all cells of one fidelity. */
interface Ground {
  readonly byPlace: ReadonlyMap<string, readonly PooledCell[]>;
  /** How often each run repeats its cells. */
  readonly repeats: ReadonlyMap<string, number>;
  /** Of a place that no run has: as often as the longest would. */
  readonly dueNowhere: readonly Due[];
  readonly isOfSeveral: boolean;
}

export function groundOf(cells: readonly PooledCell[]): Ground {
  const repeats = new Map<string, number>();
  for (const { run, repetition } of cells) {
    repeats.set(run, Math.max(repetition, repeats.get(run) ?? 0));
  }
  return {
    byPlace: Map.groupBy(cells, ({ target, scenario, history = null }) =>
      placeKey({ target, scenario, history }),
    ),
    repeats,
    dueNowhere: often(
      null,
      [...repeats.values()].reduce((most, each) => Math.max(most, each), 1),
    ),
    isOfSeveral: cells.some(({ label }) => label !== null),
  };
}

export const placeKey = ({ target, scenario, history }: Place) =>
  JSON.stringify([targetName(target), scenario, history?.name ?? null]);

interface Due {
  /** Null where no run has it, and any might. */
  readonly run: string | null;
  readonly repetition: number;
}

const often = (run: string | null, count: number) =>
  Array.from({ length: count }, (_, index): Due => ({ run, repetition: index + 1 }));

/** Each run that has the place is to have it as often as it has any; where none has it, as the longest would. */
function dueAt(here: readonly PooledCell[], { repeats, dueNowhere }: Ground): readonly Due[] {
  const runs = new Set(here.map(({ run }) => run));
  if (runs.size === 0) return dueNowhere;
  return [...runs].flatMap((run) => often(run, repeats.get(run) ?? 1));
}

const dueName = ({ run, repetition }: Due) => `${repetition} ${run}`;

/** `unsuited` says why by its nature the lane cannot be put through it; it counts where nothing ran. */
export function sideAt(
  at: Place & { readonly lane: string },
  ground: Ground,
  unsuited: string | null,
): Side {
  const here = ground.byPlace.get(placeKey(at)) ?? [];
  const cells = here.filter(({ lane }) => lane === at.lane);
  const count = (verdict: CellResult["verdict"]) =>
    cells.filter((cell) => cell.verdict === verdict).length;
  const pass = cells.filter(({ verdict, unfinished }) => verdict === "pass" && !unfinished).length;
  const [fail, skip] = [count("fail"), count("skip")];
  const unknown = cells.length - pass - fail - skip;
  const idle = cells.every(({ verdict, unfinished }) => verdict === "skip" && !unfinished);
  const byNature = idle ? unsuited : null;
  const there = new Set(cells.map(dueName));
  const due = dueAt(here, ground);
  const missing = there.size === 0 ? due : due.filter((each) => !there.has(dueName(each)));
  const titleOfMissing = ({ run, repetition }: Due) => {
    const { target, lane, scenario, history } = at;
    const held = history === null ? {} : { history };
    const title = cellTitle({ target, lane, scenario, repetition, ...held });
    return run === null || !ground.isOfSeveral ? title : `${title} (${run})`;
  };
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
    unplanned: byNature === null ? titlesMade(missing, titleOfMissing) : [],
  };
}

/** Titles of a side's cells that came to this verdict. */
export const titlesOf = ({ cells }: Side, verdict: CellResult["verdict"]) =>
  cells.filter((cell) => cell.verdict === verdict).map(titleOf);
