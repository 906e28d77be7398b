// How long the cells of a recorded run took.
import type { Durations } from "../plan/shard.ts";
import { cellTitle } from "../summary/result.ts";
import { readRun } from "./check.ts";

/** Of a cell that was tried again, all attempts together. @throws UsageError for what is no run. */
export function durationsIn(directory: string): Durations {
  const { record, results } = readRun(directory, (result) => ({ ...result, claims: [] }));
  const run = results.filter(({ verdict }) => verdict !== "skip");
  const byTitle = run.map((result) => {
    const earlier = (result.attempts ?? []).reduce((sum, each) => sum + each.durationMs, 0);
    return [cellTitle(result), earlier + result.durationMs] as const;
  });
  return { run: record.run, byTitle: new Map(byTitle) };
}
