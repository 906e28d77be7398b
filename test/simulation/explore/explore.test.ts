import { describe, expect, test, vi } from "vitest";
import { encodeEvidence } from "../../../src/evidence/codec.ts";
import type { Lane } from "../../../src/lanes/lane.ts";
import { v2 } from "../../../src/lanes/v2.ts";
import { runAndJudge } from "../../../src/simulation/case/verdict.ts";
import { type Exploration, explore } from "../../../src/simulation/explore/explore.ts";
import {
  listensLate,
  lockedAfterProbe,
  releasedOnTimeout,
  v1,
  whole,
  withoutNonceCheck,
  withoutReclaimMarker,
} from "../broken.ts";

// Seconds of processor time, but a busy machine may take its time to give them.
vi.setConfig({ testTimeout: 240_000 });

function explored(
  lane: Lane,
  runs: number,
  dispatchers: readonly [number, number] = [1, 3],
  claims?: readonly string[],
): Promise<Exploration> {
  return explore({
    lane,
    runs,
    dispatchers,
    randomSeed: 7,
    timeMs: null,
    ...(claims ? { claims } : {}),
    nowMs: () => 0,
    cpuMs: () => 0,
    breathe: async () => undefined,
    isInterrupted: () => false,
    onProgress: () => undefined,
  });
}

describe("the real lane", () => {
  test("breaks no claim under drawn schedules, faults and crashes", async () => {
    const { counterexample, runs } = await explored(v2, 1000);
    expect(counterexample).toBeNull();
    expect(runs).toBe(1000);
  });

  test("breaks none either when it is put together as the broken ones are", async () => {
    expect((await explored(whole, 300)).counterexample).toBeNull();
  });
});

describe("the lane without a lock", () => {
  test("forks the transcript, shrunk to two plain dispatches", async () => {
    const { counterexample } = await explored(v1, 500, [2, 4]);
    expect(counterexample?.violation.claim).toBe("single-writer");
    expect(counterexample?.simulated.dispatchers).toEqual([plain, plain]);
    expect(counterexample?.simulated.picks).toEqual([]);
  });

  test("forks it to the byte the same, ten times of ten", async () => {
    const { counterexample } = await explored(v1, 500, [2, 2]);
    const simulated = counterexample?.simulated;
    if (!simulated) throw new Error("no fork was found");
    const texts = new Set<string>();
    for (let run = 0; run < 10; run++) {
      texts.add(encodeEvidence((await runAndJudge(simulated, { lane: v1 })).evidence));
    }
    expect(texts.size).toBe(1);
  });
});

const plain = { intent: "owned-outcome", delayMs: 0, fates: [] };

test("a claim that was named is counted where it was judged, and there alone", async () => {
  const { judged } = await explored(v2, 30, [3, 3], ["bounded", "append-only"]);
  expect(judged.get("bounded")).toBe(0);
  expect(judged.get("append-only")).toBeGreaterThan(0);
  expect((await explored(v2, 5)).judged.size).toBe(0);
});

describe("a lane broken on purpose", () => {
  test.each([
    [withoutReclaimMarker, "mutual-exclusion", 2],
    [withoutReclaimMarker, "one-living-holder", 2],
    [withoutNonceCheck, "foreign-lock-kept", 1],
    [lockedAfterProbe, "lock-held-before-spawn", 1],
    [releasedOnTimeout, "release-after-observation", 1],
    [listensLate, "single-release", 1],
  ] as const)("is caught, by its own claim (%#)", async (lane, claim, dispatchers) => {
    const { counterexample } = await explored(lane, 20_000, [1, Math.max(2, dispatchers)], [claim]);
    expect(counterexample?.violation.claim).toBe(claim);
    expect(counterexample?.simulated.dispatchers).toHaveLength(dispatchers);
  });
});

test("the same random seed explores the same cases", async () => {
  const [first, second] = [await explored(v2, 200), await explored(v2, 200)];
  expect([...first.coverage.seen]).toEqual([...second.coverage.seen]);
});

test("a path leads back to the same counterexample", async () => {
  const { counterexample } = await explored(v1, 500, [2, 2]);
  const again = await explore({
    lane: v1,
    runs: 1,
    dispatchers: [2, 2],
    randomSeed: 7,
    timeMs: null,
    path: counterexample?.path ?? "",
    nowMs: () => 0,
    cpuMs: () => 0,
    breathe: async () => undefined,
    isInterrupted: () => false,
    onProgress: () => undefined,
  });
  expect(again.counterexample?.simulated).toEqual(counterexample?.simulated);
});
