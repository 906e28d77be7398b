// What is left of a run's plan, and how all of it came out. The record says which cells there are:
// neither today's environment nor today's build may take one away.

import { UsageError } from "../../world/usage-error.ts";
import type { RunLayout } from "../plan/layout.ts";
import type { Chance } from "../plan/names.ts";
import { type PlannedCell, planCells } from "../plan/plan.ts";
import { readStamp } from "../store/canary-record.ts";
import type { PlannedCoordinates, RunRecord } from "../store/run-record.ts";
import { type CanaryStamp, whyNoPass } from "../summary/canary-stamp.ts";
import { type CellResult, cellTitle, skipped } from "../summary/result.ts";
import { isAddition } from "./extend.ts";
import type { Prepared } from "./prepare.ts";
import type { ContinuedRun } from "./run-request.ts";

/** The planned cells that are not finished, and those that are added; empty when there are none. */
export function planRemaining(
  { record, finished }: ContinuedRun,
  { config, dimensions }: Pick<Prepared, "config" | "dimensions">,
  layout: RunLayout,
  chance: Chance,
): PlannedCell[] {
  const done = new Set(finished.map(cellTitle));
  const recorded = record.plan.map((each) => [cellTitle(each), each] as const);
  const left = new Map(recorded.filter(([title]) => !done.has(title)));
  const isAdded = isAddition(record, config);
  return planOrNothing(dimensions, layout, chance).flatMap((each) => {
    const planned = left.get(cellTitle(each.cell));
    if (planned === undefined) return isAdded(each.cell) ? [each] : [];
    return [dueAs(each, planned.skip === null)];
  });
}

/** The cell itself is made when it is asked for. */
const dueAs = (each: PlannedCell, due: boolean): PlannedCell => ({
  get cell() {
    return each.cell;
  },
  place: each.place,
  skip: each.skip,
  unsuited: each.unsuited ?? false,
  due,
});

export function recordedPlan(plan: readonly PlannedCell[]): PlannedCoordinates[] {
  return plan.map(({ cell, skip, unsuited }) => {
    const { target, lane, scenario, repetition, history } = cell;
    const held = history ? { history } : {};
    const words = { target, lane, scenario, repetition, ...held, skip };
    return unsuited ? { ...words, unsuited } : words;
  });
}

/** A run's record with what is added to it: never without a cell that it had. */
export function withAdditions<Record extends Pick<RunRecord, "plan">>(
  record: Record,
  plan: readonly PlannedCell[],
): Record {
  const titles = new Set(record.plan.map(cellTitle));
  const added = recordedPlan(plan).filter((each) => !titles.has(cellTitle(each)));
  return { ...record, plan: [...record.plan, ...added] };
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
