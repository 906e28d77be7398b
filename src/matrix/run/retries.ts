// Retry is not repeat: a cell that ended unknown before its subject was tested is tried again, with names and
// directories of its own. What passed or failed stands, and so does an unknown of the subject, unless its
// provider had refused it.

import type { RunLayout } from "../plan/layout.ts";
import type { Chance } from "../plan/names.ts";
import { type Dimensions, type PlannedCell, planCells } from "../plan/plan.ts";
import type { Attempt } from "../summary/result.ts";
import { type CellResult, cellTitle, isUntested, whyUnknown } from "../summary/result.ts";

/** The cell to run in the place of one that came to this, or null where its result stands. */
export type TryAgain = (
  planned: PlannedCell,
  result: CellResult,
  earlier: readonly Attempt[],
  /** Its provider said 429 to it. */
  wasRefused: boolean,
) => PlannedCell | null;

/** A provider that refuses a cell this often has no room for it at all. */
const mostRefusals = 20;

/**
 * At most `retries` more runs of each cell of the plan. A cell that came to nothing because its provider
 * refused it is run later whatever was asked for, within a bound of its own: it lacked room, not a verdict.
 */
export function tryingAgain(
  retries: number,
  dimensions: Dimensions,
  layout: RunLayout,
  chanceNow: () => Chance,
): TryAgain {
  return ({ cell, place }, result, earlier, wasRefused) => {
    const lackedRoom = wasRefused && result.verdict === "unknown" && !result.unfinished;
    const most = lackedRoom ? Math.max(retries, mostRefusals) : retries;
    if (earlier.length >= most || !(lackedRoom || isUntested(result))) return null;
    const title = cellTitle(cell);
    const wanted = (each: string) => each === title;
    const [again] = planCells({ ...dimensions, wanted }, layout, chanceNow(), place);
    return again ?? null;
  };
}

export const asAttempt = (result: CellResult): Attempt => ({
  gardenId: result.gardenId,
  because: whyUnknown(result),
  durationMs: result.durationMs,
  ...(result.measures?.usage ? { usage: result.measures.usage } : {}),
});
