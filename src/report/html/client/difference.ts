// The cells of two lanes, histories, agents, versions or repetitions side by side: where they differ, and
// in a word how. Pure.
import type { CellRow, Overview } from "../page-data.ts";
import type { Axis } from "./view.ts";
import { outcomes } from "./words.ts";

/** Gravest first. */
export const differences = [
  "worse",
  "otherwise",
  "hazard",
  "better",
  "only-a",
  "only-b",
  "alike",
] as const;
export type Difference = (typeof differences)[number];

export interface CellPair {
  /** Positions in the list of cells; null where there is none. */
  readonly a: number | null;
  readonly b: number | null;
  readonly difference: Difference;
  /** Positions in the lists of the picture. */
  readonly row: string;
  readonly scenario: number;
}

/** Names on the axis, in the order of the run. */
export function valuesOf({ names, cells }: Overview, axis: Axis): readonly string[] {
  switch (axis) {
    case "lane":
      return names.lanes;
    case "history":
      return names.histories;
    case "agent":
    case "version":
      return [...new Set(names.targetParts.map((parts) => parts[axis]))];
    case "repetition": {
      const most = cells.reduce((highest, cell) => Math.max(highest, cell.repetition), 1);
      return Array.from({ length: most }, (_, index) => String(index + 1));
    }
  }
}

export interface Compared {
  readonly axis: Axis;
  readonly a: string;
  readonly b: string;
}

/** `positions` are those that may be compared; a pair is whole where both of its cells are among them. */
export function pairsIn(
  overview: Overview,
  positions: readonly number[],
  compared: Compared,
): CellPair[] {
  const groups = new Map<string, { a: number | null; b: number | null }>();
  for (const at of positions) {
    const cell = overview.cells[at];
    if (cell === undefined) continue;
    const value = valueOn(overview, cell, compared.axis);
    if (value !== compared.a && value !== compared.b) continue;
    const key = keyOf(overview, cell, compared.axis);
    const group = groups.get(key) ?? { a: null, b: null };
    groups.set(key, value === compared.a ? { ...group, a: at } : { ...group, b: at });
  }
  return [...groups.values()].flatMap((group) => pairOf(overview, group, compared.axis));
}

function valueOn({ names }: Overview, cell: CellRow, axis: Axis): string | undefined {
  switch (axis) {
    case "lane":
      return names.lanes[cell.lane];
    case "history":
      return names.histories[cell.history];
    case "repetition":
      return String(cell.repetition);
    default:
      return names.targetParts[cell.target]?.[axis];
  }
}

/** What two cells that are compared have in common. */
function keyOf({ names }: Overview, cell: CellRow, axis: Axis): string {
  const { agent = "", version = "", model = "" } = names.targetParts[cell.target] ?? {};
  return JSON.stringify([
    axis === "agent" ? "" : agent,
    axis === "version" || axis === "agent" ? "" : version,
    model,
    axis === "lane" ? "" : cell.lane,
    axis === "history" ? "" : cell.history,
    axis === "repetition" ? "" : cell.repetition,
    cell.scenario,
  ]);
}

function pairOf(
  { cells, names }: Overview,
  { a, b }: { readonly a: number | null; readonly b: number | null },
  axis: Axis,
): CellPair[] {
  const [first, second] = [a, b].map((at) => (at === null ? undefined : cells[at]));
  const either = second ?? first;
  if (either === undefined) return [];
  const isOfOneTarget = axis !== "agent" && axis !== "version";
  const model = names.targetParts[either.target]?.model ?? "";
  const row = isOfOneTarget ? (names.targets[either.target] ?? "") : model;
  return [{ a, b, row, scenario: either.scenario, difference: differenceOf(first, second) }];
}

/** A cell that was not run says nothing of the other. */
function differenceOf(a: CellRow | undefined, b: CellRow | undefined): Difference {
  const [hasA, hasB] = [a, b].map((cell) => cell !== undefined && cell.outcome !== "skip");
  if (!hasA || !hasB || a === undefined || b === undefined) {
    return hasA ? "only-a" : hasB ? "only-b" : "alike";
  }
  const by = outcomes.indexOf(b.outcome) - outcomes.indexOf(a.outcome);
  if (by !== 0) return by < 0 ? "worse" : "better";
  if (a.hazard !== b.hazard) return "hazard";
  return claimIn(a) === claimIn(b) ? "alike" : "otherwise";
}

/** A reason begins with the claim that decided it. */
const claimIn = ({ why }: CellRow) => /^[a-z-]+(?=: )/.exec(why)?.[0] ?? "";
