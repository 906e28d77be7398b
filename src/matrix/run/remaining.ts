// What is left of a run's plan, and how all of it came out. The record says which cells there are:
// neither today's environment nor today's build may take one away.

import { UsageError } from "../../world/usage-error.ts";
import type { RunLayout } from "../plan/layout.ts";
import { type Chance, type Dimensions, type PlannedCell, planCells } from "../plan/plan.ts";
import { readStamp } from "../store/canary-record.ts";
import type { RunRecord } from "../store/run-record.ts";
import { type CanaryStamp, whyNoPass } from "../summary/canary-stamp.ts";
import { type CellResult, cellTitle, skipped } from "../summary/result.ts";
import type { ContinuedRun } from "./run-request.ts";

/** The planned cells that are not finished; empty when all are. */
export function planRemaining(
  { record, finished }: ContinuedRun,
  dimensions: Dimensions,
  layout: RunLayout,
  chance: Chance,
): PlannedCell[] {
  const done = new Set(finished.map(cellTitle));
  const recorded = record.plan.map((each) => [cellTitle(each), each] as const);
  const left = new Map(recorded.filter(([title]) => !done.has(title)));
  if (left.size === 0) return [];
  const wanted = (title: string) => left.has(title);
  const planned = planOrNothing({ ...dimensions, wanted }, layout, chance);
  return planned.map((each) => {
    const due = left.get(cellTitle(each.cell))?.skip === null;
    return { ...each, due };
  });
}

/** Of cells that this build does not plan any more there is nothing to refuse: they stay unrun. */
function planOrNothing(...all: Parameters<typeof planCells>): PlannedCell[] {
  try {
    return planCells(...all);
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
  }
}

/** A result for every cell of the record's plan, in its order, whether it was run or not. */
export function wholeOf({ plan }: RunRecord, results: readonly CellResult[]): CellResult[] {
  const byTitle = new Map(results.map((result) => [cellTitle(result), result]));
  return plan.map((planned) => {
    const because = planned.skip ?? "not run: this build plans no such cell";
    const result = byTitle.get(cellTitle(planned));
    return result ?? skipped({ ...planned, gardenId: "" }, because, planned.skip === null);
  });
}

/** Old verdicts are of the build that gave them, shown by this one: either's survivors forbid. */
export function stampFor(record: RunRecord | null, output: string): CanaryStamp | null {
  const now = readStamp(output);
  const then = record?.canaries ?? null;
  if (now === null || then === null || now.build === then.build) return now ?? then;
  return whyNoPass(now) === null ? then : now;
}
