// Runs planned cells, bounded twice: over all, and per provider. Every cell comes out exactly
// once, run or skipped with its reason. It judges nothing and writes nothing.
import pLimit from "p-limit";
import type { PlannedCell } from "../plan/plan.ts";
import { type CellResult, skipped } from "../summary/result.ts";

export interface ScheduleOptions {
  /** Cells at once. */
  readonly workers: number;
  /** Cells at once against one provider. */
  readonly workersPerProvider: number;
  /** Starts no more cells after this many failed; null for no limit. */
  readonly maxFailures: number | null;
  /** Starts no more cells once aborted; the running ones get the same signal and end themselves. */
  readonly signal: AbortSignal;
}

/** Runs one cell and has its result on disk before it resolves. */
export type RunPlanned = (planned: PlannedCell, signal: AbortSignal) => Promise<CellResult>;

/**
 * Resolves with a result for every planned cell, in plan order. When `run` rejects, no more cells
 * are started, the running ones are told to end, and once they have it rejects with that error.
 */
export async function schedule(
  plan: readonly PlannedCell[],
  run: RunPlanned,
  options: ScheduleOptions,
): Promise<CellResult[]> {
  const broken = new AbortController();
  const signal = AbortSignal.any([options.signal, broken.signal]);
  const all = pLimit(options.workers);
  const limits = new Map<string, ReturnType<typeof pLimit>>();
  const limitOf = (provider: string) => {
    const limit = limits.get(provider) ?? pLimit(options.workersPerProvider);
    limits.set(provider, limit);
    return limit;
  };
  let failures = 0;

  const start = async (planned: PlannedCell): Promise<CellResult> => {
    if (signal.aborted) return skipped(planned.cell, "interrupted before it started", true);
    if (options.maxFailures !== null && failures >= options.maxFailures) {
      return skipped(planned.cell, `stopped after ${times(failures, "failure")}`, true);
    }
    const result = await run(planned, signal).catch((error: unknown) => {
      // Before the worker is free again, or it would take up the next cell.
      broken.abort(error);
      throw error;
    });
    if (result.verdict === "fail") failures += 1;
    return result;
  };

  const outcomes = await Promise.allSettled(
    plan.map((planned) => {
      if (planned.skip !== null) {
        return skipped(planned.cell, planned.skip, planned.due ?? false);
      }
      // The provider's turn comes first: a cell that waits for it must not hold a worker.
      return limitOf(planned.cell.target.provider)(() => all(start, planned));
    }),
  );
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw broken.signal.reason;
  return outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
}

const times = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;
