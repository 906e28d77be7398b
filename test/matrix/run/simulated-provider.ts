// A provider that has room for so many requests at once and says 429 to every other, on a clock that jumps
// from one event to the next.
import { setImmediate } from "node:timers/promises";
import type { PlannedCell } from "../../../src/matrix/plan/plan.ts";
import type { RunPlanned, TriedAgain } from "../../../src/matrix/run/schedule.ts";
import type { CellResult } from "../../../src/matrix/summary/result.ts";
import { result } from "../results.ts";

interface Alarm {
  readonly atMs: number;
  ring(): void;
}

export function simulatedClock() {
  let nowMs = 0;
  let alarms: Alarm[] = [];
  return {
    monotonicMs: () => nowMs,
    sleep: (durationMs: number) =>
      new Promise<void>((ring) => {
        alarms.push({ atMs: nowMs + durationMs, ring });
      }),
    /** Lets time pass until `work` is over. */
    async during<Value>(work: Promise<Value>): Promise<Value> {
      let over = false;
      const ended = work.finally(() => {
        over = true;
      });
      for (await setImmediate(); !over; await setImmediate()) {
        const [next] = alarms.toSorted((a, b) => a.atMs - b.atMs);
        if (next === undefined) throw new Error("nothing is going on, and nothing is over");
        alarms = alarms.filter((alarm) => alarm !== next);
        nowMs = next.atMs;
        next.ring();
      }
      return ended;
    },
  };
}

export interface ProviderOptions {
  /** How many at once it answers, at a time. */
  room(nowMs: number): number;
  /** Of each cell by its place in the plan. */
  readonly durationsMs: readonly number[];
  /** How long a refused cell takes to end. */
  readonly refusedMs: number;
  readonly retryAfterMs: number | null;
}

export function simulatedProvider(
  clock: ReturnType<typeof simulatedClock>,
  { room, durationsMs, refusedMs, retryAfterMs }: ProviderOptions,
) {
  let inUse = 0;
  const seen = { refusals: [] as number[], starts: [] as number[], inUse: [] as number[] };
  const run: RunPlanned = async (planned, _signal, onRefused): Promise<CellResult | TriedAgain> => {
    const { gardenId } = planned.cell;
    const durationMs = durationsMs[Number(gardenId)] ?? 0;
    seen.starts.push(clock.monotonicMs());
    if (inUse >= room(clock.monotonicMs())) {
      await clock.sleep(refusedMs);
      seen.refusals.push(clock.monotonicMs());
      onRefused({ retryAfterMs });
      return { result: result({ gardenId, verdict: "unknown" }), again: planned };
    }
    inUse += 1;
    seen.inUse.push(inUse);
    await clock.sleep(durationMs);
    inUse -= 1;
    return result({ gardenId });
  };
  return { seen, run };
}

export const cellsOf = (durationsMs: readonly number[]): PlannedCell[] =>
  durationsMs.map((_duration, index) => {
    const target = { agent: "pi", provider: "one", model: "m", wireApi: null };
    const cell = { gardenId: String(index), target, lane: "v2", scenario: "plain" };
    return {
      skip: null,
      place: index,
      cell: { ...cell, repetition: index + 1 } as PlannedCell["cell"],
    };
  });

/** The time of who knows the room, and never asks for more. */
export function idealMs(durationsMs: readonly number[], room: number): number {
  const freeAt: number[] = Array(room).fill(0);
  for (const durationMs of durationsMs) {
    const first = freeAt.indexOf(Math.min(...freeAt));
    freeAt[first] = (freeAt[first] ?? 0) + durationMs;
  }
  return Math.max(...freeAt);
}
