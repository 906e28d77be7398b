import { describe, expect, test } from "vitest";
import type { TokenUsage } from "../../../src/evidence/session.ts";
import { repetitionsIn } from "../../../src/matrix/summary/repetitions.ts";
import type { CellResult } from "../../../src/matrix/summary/result.ts";
import { result } from "../results.ts";

/** That many of each, in this order, as repetitions of one row. */
function row(counts: Partial<Record<CellResult["verdict"], number>>): CellResult[] {
  const verdicts = Object.entries(counts).flatMap(([verdict, count]) =>
    Array.from({ length: count }, () => verdict as CellResult["verdict"]),
  );
  return verdicts.map((verdict, index) => result({ verdict, repetition: index + 1 }));
}

const usage = (changes: Partial<TokenUsage> = {}): TokenUsage => ({
  inputTokens: 100,
  outputTokens: 10,
  cacheReadTokens: 50,
  cacheWriteTokens: 0,
  costUsd: 0.25,
  ...changes,
});

describe("repetitions", () => {
  test("are none where each row was planned once", () => {
    expect(repetitionsIn([result(), result({ lane: "v1" })])).toEqual([]);
  });

  test("that all pass, 73 of them, show a rate of 95 %", () => {
    const [only] = repetitionsIn(row({ pass: 73 }));
    expect(only).toMatchObject({ planned: 73, run: 73, judged: 73, flaky: false });
    expect(only?.passRate).toEqual({
      passed: 73,
      of: 73,
      rate: 1,
      interval: { lower: expect.closeTo(0.950008, 6), upper: 1 },
    });
    expect(only?.passAll.map(({ k }) => k)).toEqual([1, 2, 5, 10, 20, 50]);
    expect(new Set(only?.passAll.map(({ chance }) => chance))).toEqual(new Set([1]));
  });

  test("of which some pass and some fail are flaky, and only those", () => {
    const flaky = (counts: Parameters<typeof row>[0]) => repetitionsIn(row(counts))[0]?.flaky;
    expect(flaky({ pass: 19, fail: 1 })).toBe(true);
    expect([{ fail: 2 }, { pass: 2 }, { pass: 1, unknown: 1 }].map(flaky)).toEqual([
      false,
      false,
      false,
    ]);
  });

  test("leave unknowns out of the rate, and count each as a failure in the worst one", () => {
    const [only] = repetitionsIn(row({ pass: 3, fail: 1, unknown: 2, skip: 1 }));
    expect(only).toMatchObject({ planned: 7, run: 6, judged: 4, failed: 1, unknown: 2 });
    expect(only?.passRate).toMatchObject({ passed: 3, of: 4, rate: 0.75 });
    expect(only?.worstRate).toMatchObject({ passed: 3, of: 6, rate: 0.5 });
  });

  test("that did not get their turn count as failures in the worst rate, others that are skipped do not", () => {
    const stopped = result({ verdict: "skip", unfinished: true, repetition: 9 });
    const [only] = repetitionsIn([...row({ pass: 2, skip: 1 }), stopped]);
    expect(only?.worstRate).toMatchObject({ passed: 2, of: 3 });
  });

  test("of rows that differ in anything else stand apart", () => {
    const two = (changes: Partial<CellResult>) =>
      [1, 2].map((repetition) => result({ repetition, ...changes }));
    const all = [...two({}), ...two({ lane: "v1" }), ...two({ scenario: "contention" })];
    expect(repetitionsIn(all).map(({ lane, scenario }) => `${lane} ${scenario}`)).toEqual([
      "v2 plain",
      "v1 plain",
      "v2 contention",
    ]);
  });

  test("sum up what they cost, and say latencies that were measured", () => {
    const cells = row({ pass: 10 }).map(
      (cell, index): CellResult => ({
        ...cell,
        measures: {
          phases: [{ phase: "seed", durationMs: (index + 1) * 100 }],
          usage: index === 0 ? null : usage(),
        },
      }),
    );
    const [only] = repetitionsIn(cells);
    expect(only?.latencies).toEqual([
      { phase: "seed", n: 10, p50Ms: 500, p90Ms: 900, p99Ms: 1000 },
    ]);
    expect(only?.usage).toEqual({
      n: 9,
      inputTokens: 900,
      outputTokens: 90,
      cacheReadTokens: 450,
      cacheWriteTokens: 0,
      costUsd: 2.25,
    });
  });

  test("name no cost where one of them is not known", () => {
    const cells = row({ pass: 2 }).map(
      (cell, index): CellResult => ({
        ...cell,
        measures: { phases: [], usage: usage(index === 0 ? { costUsd: null } : {}) },
      }),
    );
    expect(repetitionsIn(cells)[0]?.usage).toMatchObject({ costUsd: null, inputTokens: 200 });
  });
});
