import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import type { CellTarget } from "../../../src/evidence/cell.ts";
import type { TokenUsage } from "../../../src/evidence/session.ts";
import { assumedTokens, openPurse } from "../../../src/matrix/run/purse.ts";
import { schedule } from "../../../src/matrix/run/schedule.ts";
import type { CellResult } from "../../../src/matrix/summary/result.ts";
import { result } from "../results.ts";
import { cellsOf, simulatedClock } from "./simulated-provider.ts";

const price = { input: 1, output: 10, cacheRead: 0.1, cacheWrite: 2 };
const target: CellTarget = { agent: "pi", provider: "one", model: "m", wireApi: null };
const assumedUsd = (assumedTokens.input * 2 + assumedTokens.output * 10) / 1e6;

const usageOf = (inputTokens: number, costUsd: number | null = null): TokenUsage => ({
  inputTokens,
  costUsd,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
});
const took = (inputTokens: number, changes: Partial<CellResult> = {}): CellResult =>
  result({ target, measures: { phases: [], usage: usageOf(inputTokens) }, ...changes });
const purseOf = (budgetUsd: number | null, earlier: readonly CellResult[] = []) =>
  openPurse({ budgetUsd, tokenLimit: null, priceOf: () => price }, earlier);

describe("a purse", () => {
  test("takes an unknown target for what is assumed of all, and then for its dearest cell", () => {
    const purse = purseOf(null);
    const tokens = assumedTokens.input + assumedTokens.output;
    expect(purse.need(target)).toEqual({ tokens, usd: assumedUsd });
    for (const inputTokens of [1_000, 3_000, 2_000]) purse.book(took(inputTokens), false);
    expect(purse.need(target)).toEqual({ tokens: 3_000, usd: 0.003 });
    expect(purse.spentUsd()).toBe(0.006);
  });

  test("counts each kind of token at its price, and believes an agent that says more", () => {
    const purse = purseOf(null);
    const usage = {
      ...usageOf(1_000_000),
      outputTokens: 1e6,
      cacheReadTokens: 1e6,
      cacheWriteTokens: 1e6,
    };
    purse.book(result({ target, measures: { phases: [], usage } }), false);
    expect(purse.spentUsd()).toBe(13.1);
    const dear = { ...usage, costUsd: 20 };
    purse.book(result({ target, measures: { phases: [], usage: dear } }), false);
    expect(purse.spentUsd()).toBe(33.1);
  });

  test("waits for what runs, and says never only when nothing does", () => {
    const purse = purseOf(0.004, [took(3_000)]);
    expect(purse.reserve(target, "a")).toEqual({
      never: "it may cost $0.0030, and $0.0010 of the budget is left",
    });
    const rich = purseOf(0.006, [took(3_000)]);
    expect(rich.reserve(target, "a")).toBe("now");
    expect(rich.reserve(target, "b")).toBe("later");
    rich.book(took(0, { gardenId: "a" }), false);
    expect(rich.reserve(target, "b")).toBe("now");
  });

  test("books what nobody measured at its reservation, and nothing for a cell that no model answered", () => {
    const purse = purseOf(null);
    purse.book(result({ target, verdict: "unknown" }), true);
    purse.book(result({ target, verdict: "skip" }), false);
    expect(purse.spentUsd()).toBe(0);
    purse.book(result({ target, verdict: "unknown" }), false);
    expect(purse.spentUsd()).toBeCloseTo(assumedUsd, 9);
  });

  test("counts the attempts of a cell of an earlier part", () => {
    const attempts = [{ gardenId: "x", because: "", durationMs: 1, usage: usageOf(5_000) }];
    expect(purseOf(null, [took(1_000, { attempts })]).spentUsd()).toBe(0.006);
  });

  test("knows the limit of one cell", () => {
    const terms = { budgetUsd: null, tokenLimit: 10_000, priceOf: () => null };
    expect(openPurse(terms, []).reserve(target, "a")).toEqual({
      never: "it may take 63000 tokens, and the limit is 10000",
    });
    expect(openPurse(terms, [took(10_000)]).reserve(target, "a")).toBe("now");
    expect(openPurse(terms, [took(10_001)]).reserve(target, "a")).not.toBe("now");
  });
});

describe("a schedule with a purse", () => {
  test.prop([
    fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 40 }),
    fc.integer({ min: 0, max: 500 }),
  ])(
    "spends no more than its budget where no cell is dearer than those before, and leaves nothing undone that it could pay",
    async (unsorted, cents) => {
      const tokens = unsorted.toSorted((a, b) => b - a);
      const clock = simulatedClock();
      const purse = purseOf(cents / 100);
      const bounds = { workers: 5, workersPerProvider: 5, maxFailures: null, clock, purse };
      const running = schedule(
        cellsOf(tokens),
        async ({ cell: { gardenId } }) => {
          const inputTokens = tokens[Number(gardenId)] ?? 0;
          await clock.sleep(inputTokens);
          return took(inputTokens, { gardenId });
        },
        { ...bounds, signal: new AbortController().signal },
      );
      const results = await clock.during(running);
      expect(results).toHaveLength(tokens.length);
      expect(purse.spentUsd()).toBeLessThanOrEqual(cents / 100);
      const skipped = results.filter(({ verdict }) => verdict === "skip");
      expect(skipped.every(({ unfinished }) => unfinished)).toBe(true);
      const needed = purse.need(target).usd ?? 0;
      if (skipped.length > 0) expect(purse.spentUsd() + needed).toBeGreaterThan(cents / 100);
    },
  );
});
