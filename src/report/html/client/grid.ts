// The squares of the heat map: one for each target and scenario, by the gravest cell in it. Pure.
import type { CellRow, Overview } from "../page-data.ts";
import { outcomes } from "./words.ts";

export interface Square {
  readonly target: number;
  readonly scenario: number;
  /** Positions in the list of cells; never empty. */
  readonly cells: readonly number[];
  readonly gravest: CellRow;
}

export interface Grid {
  /** Positions in the lists of names, of those that have a cell. */
  readonly targets: readonly number[];
  readonly scenarios: readonly number[];
  readonly squares: readonly Square[];
}

export function gridOf({ cells, names }: Overview, positions: readonly number[]): Grid {
  const groups = new Map<number, number[]>();
  for (const at of positions) {
    const cell = cells[at];
    if (cell === undefined) continue;
    const key = cell.target * names.scenarios.length + cell.scenario;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [at]);
    else group.push(at);
  }
  const squares = [...groups.values()].flatMap((group) => squareOf(group, cells));
  const ascending = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b);
  return {
    targets: ascending(squares.map(({ target }) => target)),
    scenarios: ascending(squares.map(({ scenario }) => scenario)),
    squares,
  };
}

function squareOf(group: readonly number[], cells: readonly CellRow[]): Square[] {
  const own = group.flatMap((at) => cells[at] ?? []);
  const [first, ...others] = own;
  if (first === undefined) return [];
  const gravest = others.reduce((worst, cell) => (rank(cell) < rank(worst) ? cell : worst), first);
  return [{ target: first.target, scenario: first.scenario, cells: group, gravest }];
}

/** A hazard weighs more than a plain pass. */
const rank = ({ outcome, hazard }: CellRow) => outcomes.indexOf(outcome) - (hazard ? 0.5 : 0);
