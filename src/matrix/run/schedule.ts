// Runs planned cells, bounded twice: over all, and per provider. Every cell comes out exactly
// once, run or skipped with its reason. It judges nothing and writes nothing.
import type { Cell } from "../../evidence/cell.ts";
import { boundReached } from "../../world/time-is-up.ts";
import type { Clock } from "../../world/world.ts";
import type { PlannedCell } from "../plan/plan.ts";
import { type CellResult, skipped } from "../summary/result.ts";
import type { Refusal } from "./pace.ts";
import type { Purse } from "./purse.ts";
import { type MayBegin, openQueue } from "./queue.ts";

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
export async function schedule(
  plan: readonly PlannedCell[],
  run: RunPlanned,
  options: ScheduleOptions,
): Promise<CellResult[]> {
  const broken = new AbortController();
  const signal = AbortSignal.any([options.signal, broken.signal]);
  const queue = openQueue({ ...options, signal });
  const counts = { fail: 0, unknown: 0, pass: 0, skip: 0 };
  const { purse } = options;
  const mayBegin = ({ target, gardenId }: Cell): ReturnType<MayBegin> => {
    const never = signal.aborted ? notStarted(signal) : whyStopped(counts, options);
    return never === null ? (purse?.reserve(target, gardenId) ?? "now") : { never };
  };

  const once = async (planned: PlannedCell) => {
    const { cell } = planned;
    const ticket = await queue.turn(cell.target.provider, () => mayBegin(cell));
    if (ticket.kind === "never") return skipped(cell, ticket.because, true);
    let wasRefused = false;
    try {
      const outcome = await run(planned, signal, (refusal) => {
        wasRefused = true;
        ticket.refused(refusal);
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
      ticket.over();
    }
  };

  /** A cell that is tried again waits behind the others, and holds no worker meanwhile. */
  const toItsEnd = async (first: PlannedCell): Promise<CellResult> => {
    for (let planned = first; ; ) {
      const outcome = await once(planned);
      if (!("again" in outcome)) return outcome;
      planned = outcome.again;
    }
  };

  const outcomes = await Promise.allSettled(
    plan.map((planned) =>
      planned.skip === null
        ? toItsEnd(planned)
        : skipped(planned.cell, planned.skip, planned.due ?? false),
    ),
  );
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw broken.signal.reason;
  return outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
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
