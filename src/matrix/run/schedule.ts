// Runs planned cells, bounded twice: over all, and per provider. Every cell comes out exactly
// once, run or skipped with its reason. It judges nothing and writes nothing.
import { boundReached } from "../../world/time-is-up.ts";
import type { Clock } from "../../world/world.ts";
import type { PlannedCell } from "../plan/plan.ts";
import { type CellResult, skipped } from "../summary/result.ts";
import type { Refusal } from "./pace.ts";
import type { Purse } from "./purse.ts";
import { type MayBegin, openQueue, type Turn } from "./queue.ts";

export interface ScheduleOptions {
  /** Cells at once. */
  readonly workers: number;
  /** The most cells at once against one provider; fewer while it answers 429. */
  readonly workersPerProvider: number;
  /** Starts no more cells after this many failed; null for no limit. */
  readonly maxFailures: number | null;
  /** Starts no more cells after this many came out unknown (default: no limit). */
  readonly maxUnknown?: number | null;
  /** What cells may cost (default: whatever they cost). */
  readonly purse?: Pick<Purse, "reserve" | "book">;
  readonly clock: Pick<Clock, "monotonicMs" | "sleep">;
  /** Starts no more cells once aborted; the running ones get the same signal and end themselves. */
  readonly signal: AbortSignal;
}

/** A run of a cell that says nothing, and the cell to run in its place. */
export interface TriedAgain {
  readonly result: CellResult;
  readonly again: PlannedCell;
}

/**
 * Runs one cell and has its result on disk before it resolves. `onRefused` is for each 429 of its
 * provider, at once.
 */
export type RunPlanned = (
  planned: PlannedCell,
  signal: AbortSignal,
  onRefused: (refusal: Refusal) => void,
) => Promise<CellResult | TriedAgain>;

/**
 * Resolves with a result for every planned cell, in plan order. When `run` rejects, no more cells
 * are started, the running ones are told to end, and once they have it rejects with that error.
 */
export function schedule(
  plan: readonly PlannedCell[],
  run: RunPlanned,
  options: ScheduleOptions,
): Promise<CellResult[]> {
  const broken = new AbortController();
  const signal = AbortSignal.any([options.signal, broken.signal]);
  const counts = { fail: 0, unknown: 0, pass: 0, skip: 0 };
  const all = gatherResults(plan.length, broken.signal);
  const { purse } = options;
  const mayBegin = ({ planned }: Due): ReturnType<MayBegin<Due>> => {
    const never = signal.aborted ? notStarted(signal) : whyStopped(counts, options);
    if (never !== null) return { never };
    if (purse === undefined) return "now";
    const { target, gardenId } = planned.cell;
    return purse.reserve(target, gardenId);
  };

  const once = async ({ planned }: Due, { refused, over }: Turn) => {
    let wasRefused = false;
    try {
      // Whoever may begin now has begun before the first of them runs.
      await Promise.resolve();
      const outcome = await run(planned, signal, (refusal) => {
        wasRefused = true;
        refused(refusal);
      });
      const result = "again" in outcome ? outcome.result : outcome;
      purse?.book(result, wasRefused);
      if (!("again" in outcome)) counts[outcome.verdict] += 1;
      return outcome;
    } catch (error) {
      // Before the worker is free again, or it would take up the next cell.
      broken.abort(error);
      throw error;
    } finally {
      over();
    }
  };

  const onTurn = (due: Due, turn: Turn) =>
    void once(due, turn).then(
      (outcome) => {
        // It waits behind the others, and holds no worker meanwhile.
        if ("again" in outcome) enter({ planned: outcome.again, place: due.place });
        else all.put(due.place, outcome);
      },
      () => all.put(due.place, null),
    );
  const onNever = ({ planned, place }: Due, because: string) =>
    all.put(place, skipped(planned.cell, because, true));
  const queue = openQueue({ ...options, signal, mayBegin, onTurn, onNever });
  const enter = (due: Due) => queue.enter(due, due.planned.cell.target.provider);
  for (const [place, planned] of plan.entries()) {
    const { skip, due = false } = planned;
    if (skip === null) enter({ planned, place });
    else all.put(place, skipped(planned.cell, skip, due));
  }
  return all.whole;
}

/** A cell that waits or runs: of very many there is nothing else. */
interface Due {
  readonly planned: PlannedCell;
  /** Of its result. */
  readonly place: number;
}

/** Resolves `whole` once each place has been put, where nothing broke; a place put without a result has failed. */
function gatherResults(count: number, broken: AbortSignal) {
  const { promise, resolve, reject } = Promise.withResolvers<CellResult[]>();
  const results = Array.from<CellResult | null>({ length: count });
  let left = count;
  if (count === 0) resolve([]);
  const put = (place: number, result: CellResult | null) => {
    results[place] = result;
    left -= 1;
    if (left > 0) return;
    if (broken.aborted) reject(broken.reason);
    else resolve(results.flatMap((each) => each ?? []));
  };
  return { put, whole: promise };
}

function notStarted(signal: AbortSignal): string {
  const bound = boundReached(signal);
  return bound === null ? "interrupted before it started" : `not started: ${bound}`;
}

type Counts = Readonly<Record<"fail" | "unknown", number>>;

function whyStopped(
  { fail, unknown }: Counts,
  { maxFailures, maxUnknown = null }: Pick<ScheduleOptions, "maxFailures" | "maxUnknown">,
): string | null {
  if (maxFailures !== null && fail >= maxFailures) return `stopped after ${times(fail, "failure")}`;
  if (maxUnknown === null || unknown < maxUnknown) return null;
  return `stopped after ${times(unknown, "unknown result")}`;
}

const times = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;
