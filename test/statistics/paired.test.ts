import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { holm } from "../../src/statistics/holm.ts";
import {
  defaultNonInferiority,
  isNonInferior,
  lackingPairs,
  mcnemarExact,
  newcombePaired,
  type Pairs,
  smallestShownDifference,
} from "../../src/statistics/paired.ts";
import { nearestRank } from "../../src/statistics/quantile.ts";

const pairs = (
  both: number,
  onlyCandidate: number,
  onlyBaseline: number,
  neither: number,
): Pairs => ({
  both,
  onlyCandidate,
  onlyBaseline,
  neither,
});

const alike = (n: number) => pairs(n, 0, 0, 0);

describe("Newcombe's interval for paired proportions, method 10", () => {
  test.each<[string, Pairs, number, number]>([
    // R. G. Newcombe, Statistics in Medicine 17 (1998) 2635–2650, table II, first example.
    ["Newcombe 1998", pairs(36, 12, 2, 0), 0.0569, 0.3404],
    // M. W. Fagerland, S. Lydersen, P. Laake, "Statistical Analysis of Contingency Tables" (2017),
    // chapter 8: airway responsiveness (Bentur et al.) and complete response (Cavo et al.).
    ["Bentur et al. 2009", pairs(1, 1, 7, 12), -0.5069, -0.0256],
    ["Cavo et al. 2012", pairs(59, 6, 16, 80), -0.1186, -0.0046],
  ])("%s", (_name, table, lower, upper) => {
    const found = newcombePaired(table, 0.95);
    expect([found.lower, found.upper]).toEqual([
      expect.closeTo(lower, 4),
      expect.closeTo(upper, 4),
    ]);
  });

  test("of no pair is everything", () => {
    expect(newcombePaired(alike(0), 0.95)).toEqual({ estimate: 0, lower: -1, upper: 1 });
  });

  const any = fc.tuple(fc.nat(60), fc.nat(60), fc.nat(60), fc.nat(60));

  test("holds the difference, stays within -1 and 1, and turns around with the lanes", () => {
    fc.assert(
      fc.property(any, ([both, candidate, baseline, neither]) => {
        const there = newcombePaired(pairs(both, candidate, baseline, neither), 0.95);
        const back = newcombePaired(pairs(both, baseline, candidate, neither), 0.95);
        expect(there.lower).toBeLessThanOrEqual(there.estimate);
        expect(there.upper).toBeGreaterThanOrEqual(there.estimate);
        expect(there.lower).toBeGreaterThanOrEqual(-1);
        expect(there.upper).toBeLessThanOrEqual(1);
        expect(back.lower).toBeCloseTo(-there.upper, 12);
      }),
    );
  });
});

describe("the exact McNemar test", () => {
  // Fagerland, Lydersen and Laake, chapter 8: P = 0.0703 and P = 0.0525.
  test("is the one of the book's two examples", () => {
    expect(mcnemarExact({ onlyCandidate: 1, onlyBaseline: 7 })).toBeCloseTo(0.0703, 4);
    expect(mcnemarExact({ onlyCandidate: 6, onlyBaseline: 16 })).toBeCloseTo(0.0525, 4);
  });

  test("says nothing where no pair differs, or as many either way", () => {
    expect(mcnemarExact({ onlyCandidate: 0, onlyBaseline: 0 })).toBe(1);
    expect(mcnemarExact({ onlyCandidate: 4, onlyBaseline: 4 })).toBe(1);
  });

  test("could have shown six pairs that differ the same way, and no fewer", () => {
    expect([5, 6, 73].map((n) => smallestShownDifference(n, 0.95))).toEqual([null, 1, 6 / 73]);
    // Five that differ are shown at exactly this confidence.
    expect(smallestShownDifference(5, 0.9375)).toBe(1);
  });
});

describe("the pairs that still lack", () => {
  test("are 73 in all where every one passes: 53 after 20", () => {
    expect([0, 20, 72, 73, 100].map((n) => lackingPairs(alike(n)))).toEqual([73, 53, 1, 0, 0]);
  });

  test("are the fewest that are enough", () => {
    const some = fc.tuple(fc.nat(30), fc.nat(4), fc.nat(4), fc.nat(4));
    const asked = defaultNonInferiority;
    fc.assert(
      fc.property(some, ([both, candidate, baseline, neither]) => {
        const now = pairs(both, candidate, baseline, neither);
        const more = lackingPairs(now, asked);
        expect(isNonInferior({ ...now, both: both + more }, asked)).toBe(true);
        if (more > 0) {
          expect(isNonInferior({ ...now, both: both + more - 1 }, asked)).toBe(false);
        }
      }),
    );
  });

  test("depend on the margin, which may not be nothing", () => {
    expect(lackingPairs(alike(20), { margin: 0.1, confidence: 0.95 })).toBe(15);
    expect(lackingPairs(alike(0), { margin: 1, confidence: 0.95 })).toBe(0);
    expect(() => lackingPairs(alike(20), { margin: 0, confidence: 0.95 })).toThrow(
      new RangeError("a margin must be more than 0"),
    );
  });
});

test("Holm's adjustment keeps the order given, rises with the p-values and ends at 1", () => {
  // As R's p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm").
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  expect(holm([0.9, 0.8])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});

test("a quantile is a value that was measured", () => {
  const ten = Array.from({ length: 10 }, (_, index) => index + 1);
  expect([0.5, 0.9, 0.99, 0].map((share) => nearestRank(ten, share))).toEqual([5, 9, 10, 1]);
  expect(nearestRank([], 0.5)).toBeNull();
});
