// What the rows of a live view are: what a matrix differs in most visibly. Pure.
import { targetName } from "../../evidence/cell.ts";
import type { Coordinates } from "../../matrix/summary/result.ts";
import { shortTarget } from "../short-target.ts";

type NameOf = (cell: Coordinates) => string;

const target: NameOf = (cell) => shortTarget(targetName(cell.target));
const lane: NameOf = (cell) => cell.lane;
const scenario: NameOf = (cell) => cell.scenario;
const history: NameOf = (cell) => cell.history?.name ?? "";

/** Targets and lanes; of a run with one of each, scenarios and histories; else all cells in one row. */
export function rowNames(cells: readonly Coordinates[]): NameOf {
  const several = (nameOf: NameOf) => new Set(cells.map(nameOf)).size > 1;
  const [outer, inner] = [
    [target, lane],
    [scenario, history],
  ].map((each) => each.filter(several));
  // Cells that are alike in nothing else make no rows of one cell each.
  const repeated = cells.some(({ repetition }) => repetition > 1);
  const chosen = outer?.length ? outer : repeated ? (inner ?? []) : [];
  const parts = chosen.length > 0 ? chosen : [target];
  return (cell) =>
    parts
      .map((nameOf) => nameOf(cell))
      .filter((name) => name !== "")
      .join(" ");
}
