import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import type { Cell } from "../../../src/evidence/cell.ts";
import type { PlannedCell } from "../../../src/matrix/plan/plan.ts";
import { schedule } from "../../../src/matrix/run/schedule.ts";
import { nodeWorld } from "../../../src/world/node.ts";
import { result } from "../results.ts";

interface Step {
  readonly provider: string;
  readonly ticks: number;
  readonly verdict: "pass" | "fail" | "unknown";
  readonly skip: string | null;
}

const steps = fc.array(
  fc.record<Step>({
    provider: fc.constantFrom("one", "two", "three"),
    ticks: fc.nat(4),
    verdict: fc.constantFrom("pass", "fail", "unknown"),
    skip: fc.option(fc.constant("no credentials"), { freq: 4 }),
  }),
  { maxLength: 25 },
);

const planOf = (list: readonly Step[]): PlannedCell[] =>
  list.map(({ provider, skip }, index) => ({
    skip,
    place: index,
    cell: {
      gardenId: String(index),
      target: { agent: "pi", provider, model: "m", wireApi: null },
      lane: "v2",
      scenario: "plain",
      repetition: index + 1,
    } as Cell,
  }));

const never = new AbortController().signal;
const settings = {
  workers: 3,
  workersPerProvider: 2,
  maxFailures: null,
  clock: nodeWorld().clock,
  signal: never,
};

function observed(list: readonly Step[]) {
  const running = new Map<string, number>();
  const seen = { most: 0, mostOfOne: 0, started: [] as string[] };
  const count = () => [...running.values()].reduce((sum, value) => sum + value, 0);
  const run = async ({ cell }: PlannedCell) => {
    const { provider } = cell.target;
    seen.started.push(cell.gardenId);
    running.set(provider, (running.get(provider) ?? 0) + 1);
    seen.most = Math.max(seen.most, count());
    seen.mostOfOne = Math.max(seen.mostOfOne, running.get(provider) ?? 0);
    const step = list[Number(cell.gardenId)] as Step;
    for (let tick = 0; tick < step.ticks; tick += 1) await Promise.resolve();
    running.set(provider, (running.get(provider) ?? 0) - 1);
    return result({ gardenId: cell.gardenId, verdict: step.verdict });
  };
  return { seen, run };
}

describe("a schedule", () => {
  test.prop([steps, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })])(
    "never exceeds either limit, and runs or skips every cell exactly once",
    async (list, workers, workersPerProvider) => {
      const { seen, run } = observed(list);
      const results = await schedule(planOf(list), run, {
        ...settings,
        workers,
        workersPerProvider,
      });
      expect(seen.most).toBeLessThanOrEqual(workers);
      expect(seen.mostOfOne).toBeLessThanOrEqual(workersPerProvider);
      expect(results.map(({ gardenId }) => gardenId)).toEqual(list.map((_step, i) => String(i)));
      const toRun = list.flatMap(({ skip }, index) => (skip === null ? [String(index)] : []));
      expect(seen.started.toSorted()).toEqual(toRun.toSorted());
    },
  );

  test("uses all its workers when there is enough to do", async () => {
    const list = ["one", "two", "three", "one"].map(
      (provider): Step => ({ provider, ticks: 4, verdict: "pass", skip: null }),
    );
    const { seen, run } = observed(list);
    await schedule(planOf(list), run, settings);
    expect(seen.most).toBe(3);
  });

  test.prop([steps, fc.integer({ min: 1, max: 3 })])(
    "starts nothing after so many failures, and says why",
    async (list, maxFailures) => {
      const { run } = observed(list);
      const results = await schedule(planOf(list), run, { ...settings, workers: 1, maxFailures });
      const failures = results.filter(({ verdict }) => verdict === "fail");
      const stopped = results.filter(({ because }) => because?.startsWith("stopped after"));
      expect(failures.length).toBeLessThanOrEqual(maxFailures);
      expect(stopped.length > 0 ? failures.length : maxFailures).toBe(maxFailures);
      expect(stopped.every(({ verdict, unfinished }) => verdict === "skip" && unfinished)).toBe(
        true,
      );
    },
  );

  test.each([
    [1, "stopped after 1 failure"],
    [2, "stopped after 2 failures"],
  ])("that may fail %i times counts the failures when it stops", async (maxFailures, why) => {
    const list = Array.from(
      { length: 4 },
      (): Step => ({ provider: "one", ticks: 0, verdict: "fail", skip: null }),
    );
    const { run } = observed(list);
    const results = await schedule(planOf(list), run, { ...settings, workers: 1, maxFailures });
    const expected = list.map((_step, index) => (index < maxFailures ? null : why));
    expect(results.map(({ because }) => because)).toEqual(expected);
  });

  test("starts nothing once interrupted; what runs gets the signal", async () => {
    const stop = new AbortController();
    const list = Array.from(
      { length: 5 },
      (): Step => ({ provider: "one", ticks: 0, verdict: "pass", skip: null }),
    );
    const signals: AbortSignal[] = [];
    const results = await schedule(
      planOf(list),
      async ({ cell }, signal) => {
        signals.push(signal);
        stop.abort();
        return result({ gardenId: cell.gardenId });
      },
      { ...settings, workers: 1, signal: stop.signal },
    );
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(results.map(({ because, unfinished }) => [because, unfinished])).toEqual([
      [null, false],
      ...Array(4).fill(["interrupted before it started", true]),
    ]);
  });

  test("takes what cannot be run here for no unfinished work", async () => {
    const plan = planOf([{ provider: "one", ticks: 0, verdict: "pass", skip: "no credentials" }]);
    const [only] = await schedule(plan, observed([]).run, settings);
    expect(only).toMatchObject({
      verdict: "skip",
      because: "no credentials",
      unfinished: false,
    });
  });

  test("takes a cell for unfinished that its run was begun to run", async () => {
    const [step] = planOf([{ provider: "one", ticks: 0, verdict: "pass", skip: "no credentials" }]);
    const plan = step ? [{ ...step, due: true }] : [];
    const [only] = await schedule(plan, observed([]).run, settings);
    expect(only).toMatchObject({ verdict: "skip", because: "no credentials", unfinished: true });
  });

  test("that cannot go on starts nothing more, not even on the worker that failed", async () => {
    const list = Array.from(
      { length: 3 },
      (): Step => ({ provider: "one", ticks: 0, verdict: "pass", skip: null }),
    );
    const started: string[] = [];
    const running = schedule(
      planOf(list),
      async ({ cell }) => {
        started.push(cell.gardenId);
        throw new Error("the disk is full");
      },
      { ...settings, workers: 1 },
    );
    await expect(running).rejects.toThrow("the disk is full");
    expect(started).toEqual(["0"]);
  });

  test("that cannot go on ends what runs, and only then fails with the first reason", async () => {
    const ended: string[] = [];
    const list = Array.from(
      { length: 6 },
      (): Step => ({ provider: "one", ticks: 0, verdict: "pass", skip: null }),
    );
    const running = schedule(
      planOf(list),
      async ({ cell }, signal) => {
        if (cell.gardenId === "1") throw new Error("the disk is full");
        if (!signal.aborted)
          await new Promise((resolve) => signal.addEventListener("abort", resolve));
        ended.push(cell.gardenId);
        return result();
      },
      { ...settings, workersPerProvider: 2 },
    );
    await expect(running).rejects.toThrow("the disk is full");
    expect(ended).toEqual(["0"]);
  });
});
