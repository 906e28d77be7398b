import { describe, expect, onTestFinished, test, vi } from "vitest";
import { encodeEvidence } from "../../../src/evidence/codec.ts";
import type { Lane } from "../../../src/lanes/lane.ts";
import { v2 } from "../../../src/lanes/v2.ts";
import { runAndJudge } from "../../../src/simulation/case/verdict.ts";
import { casesInBlock } from "../../../src/simulation/explore/blocks.ts";
import {
  type Exploration,
  type Explorer,
  explore,
} from "../../../src/simulation/explore/explore.ts";
import { exploreBlock } from "../../../src/simulation/explore/explore-block.ts";
import { openThreads, type ThreadOptions } from "../../../src/simulation/explore/threads.ts";
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
  const options = { lane, dispatchers, ...(claims ? { claims } : {}) };
  return exploring([{ explore: (block) => exploreBlock(block, options) }], runs);
}

function exploring(explorers: readonly Explorer[], runs: number): Promise<Exploration> {
  return explore({
    explorers,
    runs,
    randomSeed: 7,
    timeMs: null,
    nowMs: () => 0,
    cpuMs: () => 0,
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
  const { randomSeed = 0, path = "" } = counterexample ?? {};
  const block = { number: 0, randomSeed, runs: 1 };
  const again = await exploreBlock(block, { lane: v1, dispatchers: [2, 2], path });
  expect(again.counterexample?.simulated).toEqual(counterexample?.simulated);
});

describe("however many threads there are", () => {
  const [one, two, five] = [1, 2, 5];

  async function inThreads(count: number, runs: number, options: ThreadOptions) {
    const threads = openThreads(count, options);
    onTestFinished(() => threads.close());
    return exploring(threads.explorers, runs);
  }

  test("the same random seed draws the same cases", async () => {
    const all = await Promise.all(
      [one, two, five].map((count) => inThreads(count, 600, { lane: "v2", dispatchers: [1, 2] })),
    );
    const [first, ...others] = all.map(({ cases, coverage, runs }) => ({
      cases,
      runs,
      seen: new Map([...coverage.seen].sort()),
    }));
    expect(first?.cases).toHaveLength(3);
    expect(new Set(first?.cases).size).toBe(3);
    expect(first?.runs).toBe(600);
    for (const other of others) expect(other).toEqual(first);
  });

  test("the first counterexample by its number is told", async () => {
    const options: ThreadOptions = {
      lane: "canary:no-reclaim-marker",
      dispatchers: [1, 3],
      claims: ["mutual-exclusion"],
    };
    const all = await Promise.all(
      [one, two, five].map((count) => inThreads(count, 2_000, options)),
    );
    const [first, ...others] = all.map(({ counterexample }) => counterexample);
    expect(first?.violation.claim).toBe("mutual-exclusion");
    // In a later block than the first: others were under way when it was found.
    expect(first?.runs).toBeGreaterThan(casesInBlock);
    for (const other of others) expect(other).toEqual(first);
  });

  test("a lane that they do not know is told, and nothing waits", async () => {
    await expect(inThreads(2, 10, { lane: "nobody", dispatchers: [1, 1] })).rejects.toThrow(
      "knows no lane nobody",
    );
  });
});
