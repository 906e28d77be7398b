// Which cells are shown, and in which order. Positions in the list of cells, all through. Pure.
import type { CellRow, Overview } from "../page-data.ts";
import type { SortKey, View } from "./view.ts";
import { outcomes, titleOf } from "./words.ts";

/** An overview with what every search of it needs, made once. */
export interface Searchable {
  readonly overview: Overview;
  readonly titles: readonly string[];
  /** In lower case: title and reason. */
  readonly texts: readonly string[];
}

export function searchableIn(overview: Overview): Searchable {
  const titles = overview.cells.map((cell) => titleOf(overview, cell));
  const texts = overview.cells.map(({ why }, at) => `${titles[at]} ${why}`.toLowerCase());
  return { overview, titles, texts };
}

export function selectedIn({ overview, texts }: Searchable, view: View): number[] {
  const { names, findings, cells } = overview;
  const words = view.query.toLowerCase().split(/\s+/);
  const inFinding = view.finding === null ? null : new Set(findings[view.finding]?.cells);
  const [lane, history, target, scenario] = [
    positionOf(names.lanes, view.lane),
    positionOf(names.histories, view.history),
    positionOf(names.targets, view.target),
    positionOf(names.scenarios, view.scenario),
  ];
  const parts = (cell: CellRow) => names.targetParts[cell.target];
  return cells.flatMap((cell, at) => {
    const isSelected =
      (view.agent === null || parts(cell)?.agent === view.agent) &&
      (view.version === null || parts(cell)?.version === view.version) &&
      (lane === null || cell.lane === lane) &&
      (history === null || cell.history === history) &&
      (target === null || cell.target === target) &&
      (scenario === null || cell.scenario === scenario) &&
      (view.outcomes.length === 0 || view.outcomes.includes(cell.outcome)) &&
      (inFinding === null || inFinding.has(at)) &&
      words.every((word) => texts[at]?.includes(word));
    return isSelected ? [at] : [];
  });
}

/** Null where nothing is asked for; a name that nobody bears is at no position. */
const positionOf = (names: readonly string[], name: string | null) =>
  name === null ? null : names.indexOf(name);

const ranks: Readonly<Record<SortKey, (cell: CellRow) => number>> = {
  outcome: ({ outcome }) => outcomes.indexOf(outcome),
  target: ({ target }) => target,
  lane: ({ lane }) => lane,
  scenario: ({ scenario }) => scenario,
  history: ({ history }) => history,
  duration: ({ durationMs }) => durationMs,
};

/** What is equal stays in the order in which it was planned. */
export function sorted(
  { cells }: Overview,
  positions: readonly number[],
  { sort, descending }: View,
): number[] {
  const rank = ranks[sort];
  const sign = descending ? -1 : 1;
  const rankAt = (at: number) => {
    const cell = cells[at];
    return cell === undefined ? 0 : rank(cell);
  };
  return [...positions].sort((a, b) => sign * (rankAt(a) - rankAt(b)));
}
