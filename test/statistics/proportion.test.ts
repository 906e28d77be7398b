import fc from "fast-check";
import jstat from "jstat";
import { describe, expect, test } from "vitest";
import { atLeast } from "../../src/statistics/binomial.ts";
import { clopperPearson, passAll, wilson } from "../../src/statistics/proportion.ts";

const counts = fc
  .tuple(fc.integer({ min: 1, max: 200 }), fc.nat(200))
  .map(([n, some]) => ({ n, successes: Math.min(some, n) }));

const rounded = ({ lower, upper }: { lower: number; upper: number }) => [
  lower.toFixed(4),
  upper.toFixed(4),
];

// R. G. Newcombe, "Two-sided confidence intervals for the single proportion: comparison of seven
// methods", Statistics in Medicine 17 (1998) 857–872, table I: methods 3 (score) and 5 (exact).
describe("Newcombe's table I", () => {
  const examples: [number, number, string[], string[]][] = [
    [81, 263, ["0.2553", "0.3662"], ["0.2527", "0.3676"]],
    [15, 148, ["0.0624", "0.1605"], ["0.0578", "0.1617"]],
    [0, 20, ["0.0000", "0.1611"], ["0.0000", "0.1684"]],
    [1, 29, ["0.0061", "0.1718"], ["0.0009", "0.1776"]],
  ];

  test.each(examples)("%i of %i", (successes, n, score, exact) => {
    expect(rounded(wilson(successes, n, 0.95))).toEqual(score);
    expect(rounded(clopperPearson(successes, n, 0.95))).toEqual(exact);
  });
});

describe("Wilson's interval", () => {
  test("of 73 passes in 73 is the first whose lower end is 95 %", () => {
    expect(wilson(73, 73, 0.95)).toEqual({ lower: expect.closeTo(0.950008, 6), upper: 1 });
    expect(wilson(72, 72, 0.95).lower).toBeLessThan(0.95);
  });

  test("contains the rate, mirrors, and shrinks with confidence", () => {
    fc.assert(
      fc.property(counts, ({ successes, n }) => {
        const { lower, upper } = wilson(successes, n, 0.95);
        expect(lower).toBeLessThanOrEqual(successes / n);
        expect(upper).toBeGreaterThanOrEqual(successes / n);
        expect(wilson(n - successes, n, 0.95).lower).toBeCloseTo(1 - upper, 12);
        expect(wilson(successes, n, 0.8).upper).toBeLessThanOrEqual(upper);
      }),
    );
  });

  test("of nothing is everything", () => {
    expect([wilson(0, 0, 0.95), clopperPearson(0, 0, 0.95)]).toEqual(
      Array(2).fill({ lower: 0, upper: 1 }),
    );
  });
});

test("Clopper and Pearson's interval is the one of jstat's beta quantiles", () => {
  fc.assert(
    fc.property(counts, ({ successes, n }) => {
      const { beta } = jstat.jStat;
      const { lower, upper } = clopperPearson(successes, n, 0.95);
      const failures = n - successes;
      const low = successes === 0 ? 0 : beta.inv(0.025, successes, failures + 1);
      const high = failures === 0 ? 1 : beta.inv(0.975, successes + 1, failures);
      expect(lower).toBeCloseTo(low, 6);
      expect(upper).toBeCloseTo(high, 6);
    }),
  );
});

test("both intervals end at 0 and 1 where nothing or everything passed", () => {
  for (const interval of [wilson, clopperPearson]) {
    for (const n of [1, 7, 73, 1_000]) {
      expect(interval(0, n, 0.95).lower).toBe(0);
      expect(interval(n, n, 0.95).upper).toBe(1);
    }
  }
  const confidences = fc.double({ min: 0.5, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), confidences, (n, confidence) => {
      expect(wilson(0, n, confidence).lower).toBe(0);
      expect(wilson(n, n, confidence).upper).toBe(1);
    }),
  );
});

test("the binomial tail of what is impossible or certain is 0 or 1", () => {
  expect([atLeast(0, 5, 0), atLeast(1, 5, 0), atLeast(5, 5, 0)]).toEqual([1, 0, 0]);
  expect([atLeast(0, 5, 1), atLeast(5, 5, 1), atLeast(6, 5, 1)]).toEqual([1, 1, 0]);
  expect([atLeast(6, 5, 0.5), atLeast(0, 0, 0.5)]).toEqual([0, 1]);
  // Its first term is far below the smallest number.
  expect(atLeast(1, 1_000, 0.99)).toBe(1);
});

test("the binomial tail is the one of jstat", () => {
  const chance = fc.double({ min: 0.001, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(counts, chance, ({ successes, n }, rate) => {
      const expected = 1 - jstat.jStat.binomial.cdf(successes - 1, n, rate);
      expect(atLeast(successes, n, rate)).toBeCloseTo(expected, 8);
    }),
  );
});

test("a tail far out is not lost beside 1", () => {
  expect(atLeast(100, 100, 0.5) * 2 ** 100).toBeCloseTo(1, 10);
});

describe("pass^k", () => {
  test("is C(c, k) / C(n, k)", () => {
    expect(passAll(2, 3, 4)).toBeCloseTo(3 / 6, 12);
    expect(passAll(3, 8, 10)).toBeCloseTo(56 / 120, 12);
    expect([passAll(1, 3, 4), passAll(4, 3, 4), passAll(73, 73, 73)]).toEqual([0.75, 0, 1]);
    expect(passAll(5, 4, 4)).toBeNull();
  });

  test("is unbiased: over all samples it means the rate to the power of k", () => {
    const [n, k, rate] = [12, 3, 0.7];
    const exactly = (c: number) => atLeast(c, n, rate) - atLeast(c + 1, n, rate);
    const mean = Array.from({ length: n + 1 }, (_, c) => exactly(c) * (passAll(k, c, n) ?? 0));
    expect(mean.reduce((sum, each) => sum + each, 0)).toBeCloseTo(rate ** k, 12);
  });
});
