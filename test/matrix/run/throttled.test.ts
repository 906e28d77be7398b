// Against a provider that answers 429: how many at once, how long, and that no cell is lost.
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { beginPace, refused } from "../../../src/matrix/run/pace.ts";
import { schedule } from "../../../src/matrix/run/schedule.ts";
import {
  cellsOf,
  idealMs,
  type ProviderOptions,
  simulatedClock,
  simulatedProvider,
} from "./simulated-provider.ts";

const signal = new AbortController().signal;

async function runWith(workers: number, options: ProviderOptions) {
  const clock = simulatedClock();
  const provider = simulatedProvider(clock, options);
  const bounds = { workers, workersPerProvider: workers, maxFailures: null, clock, signal };
  const running = schedule(cellsOf(options.durationsMs), provider.run, bounds);
  const results = await clock.during(running);
  return { results, tookMs: clock.monotonicMs(), seen: provider.seen };
}

const durations = fc.array(fc.integer({ min: 20_000, max: 60_000 }), {
  minLength: 60,
  maxLength: 120,
});

describe("16 workers against a provider with room for few", () => {
  test.prop([
    durations,
    fc.integer({ min: 1, max: 8 }),
    fc.integer({ min: 0, max: 3_000 }),
    fc.constantFrom(null, 500, 2_000),
  ])(
    "lose no cell and take at most 1.3 times as long as who knows the room",
    async (durationsMs, room, refusedMs, retryAfterMs) => {
      const options = { room: () => room, durationsMs, refusedMs, retryAfterMs };
      const { results, tookMs } = await runWith(16, options);
      expect(results.map(({ gardenId }) => gardenId)).toEqual(
        durationsMs.map((_duration, index) => String(index)),
      );
      expect(results.every(({ verdict }) => verdict === "pass")).toBe(true);
      expect(tookMs / idealMs(durationsMs, room)).toBeLessThanOrEqual(1.3);
    },
  );

  test("come to its room: after the first minutes few cells are refused", async () => {
    const durationsMs = Array.from({ length: 120 }, (_each, index) => 20_000 + (index % 7) * 5_000);
    const options = { room: () => 3, durationsMs, refusedMs: 1_000, retryAfterMs: null };
    const { seen, tookMs } = await runWith(16, options);
    const late = (times: readonly number[]) => times.filter((atMs) => atMs > 120_000).length;
    expect(tookMs).toBeGreaterThan(10 * 120_000);
    expect(late(seen.refusals) / late(seen.starts)).toBeLessThan(0.1);
  });

  test("take up the room that it gets back", async () => {
    const durationsMs = Array.from({ length: 200 }, () => 10_000);
    const room = (nowMs: number) => (nowMs < 200_000 ? 2 : 16);
    const options = { room, durationsMs, refusedMs: 1_000, retryAfterMs: null };
    const { seen } = await runWith(16, options);
    expect(Math.max(...seen.inUse)).toBeGreaterThan(8);
  });

  test("begin nothing until it said that they may", async () => {
    const durationsMs = Array.from({ length: 40 }, () => 7_000);
    const options = { room: () => 3, durationsMs, refusedMs: 0, retryAfterMs: 90_000 };
    const { seen, results } = await runWith(16, options);
    const tooSoon = seen.refusals.filter((refusedAt) =>
      seen.starts.some((atMs) => atMs > refusedAt && atMs < refusedAt + 90_000),
    );
    expect(seen.refusals.length).toBeGreaterThan(0);
    expect(tooSoon).toEqual([]);
    expect(results).toHaveLength(40);
  });

  test("end at once when interrupted, whatever the provider asked for", async () => {
    const clock = simulatedClock();
    const stop = new AbortController();
    const durationsMs = [5_000, 5_000, 5_000];
    const options = { room: () => 1, durationsMs, refusedMs: 0, retryAfterMs: 600_000 };
    const { run } = simulatedProvider(clock, options);
    const bounds = { workers: 3, workersPerProvider: 3, maxFailures: null, clock };
    const running = schedule(cellsOf(durationsMs), run, { ...bounds, signal: stop.signal });
    void clock.sleep(6_000).then(() => stop.abort());
    const results = await clock.during(running);
    expect(clock.monotonicMs()).toBe(6_000);
    expect(results.map(({ because }) => because)).toEqual([
      null,
      "interrupted before it started",
      "interrupted before it started",
    ]);
  });

  test("are all used where nothing is refused, and one burst lowers the limit once", async () => {
    const pace = refused(beginPace(16), 0, { retryAfterMs: null }, 0);
    expect(pace.limit).toBe(8);
    expect(refused(pace, 0, { retryAfterMs: null }, 0)).toEqual(pace);
    const { seen } = await runWith(16, {
      room: () => 16,
      durationsMs: Array.from({ length: 16 }, () => 1_000),
      refusedMs: 0,
      retryAfterMs: null,
    });
    expect(Math.max(...seen.inUse)).toBe(16);
  });
});
