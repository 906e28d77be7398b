import { describe, expect, test } from "vitest";
import { atLeast } from "../../src/statistics/binomial.ts";
import { medianOf } from "../../src/statistics/median.ts";

const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);
const intervalFor = (n: number, confidence = 0.95) => medianOf(upTo(n), confidence)?.interval;

describe("the interval of a median", () => {
  // Ranks for 95 % as tabled for the sign test's confidence interval: W. J. Dixon and F. J. Massey,
  // "Introduction to Statistical Analysis", table A-25; G. E. Noether and others print the same ones.
  test.each([
    [6, 1, 6],
    [8, 1, 8],
    [9, 2, 8],
    [10, 2, 9],
    [15, 4, 12],
    [20, 6, 15],
    [25, 8, 18],
    [30, 10, 21],
    [50, 18, 33],
  ])("of %i values reaches from the %ith to the %ith", (n, lower, upper) => {
    expect(intervalFor(n)).toEqual({ lower, upper });
  });

  test("is none where not even all values cover it often enough", () => {
    expect(intervalFor(5)).toBeNull();
    expect(medianOf([], 0.95)).toBeNull();
    expect(intervalFor(5, 0.9)).toEqual({ lower: 1, upper: 5 });
  });

  test("is found by few looks, and is the one that a look at each rank finds", () => {
    for (let n = 6; n < 200; n += 1) {
      const each = upTo(n).find((rank) => rank * 2 > n || atLeast(n - rank, n, 0.5) > 0.025);
      expect(intervalFor(n)?.lower).toBe(each);
    }
    // By the normal approximation: 100,000 / 2 - 1.96 × √100,000 / 2 = 49,690.1.
    expect(intervalFor(100_000)?.lower).toBe(49_690);
  });

  test("does not depend on the order in which the values come", () => {
    expect(medianOf(upTo(9).reverse(), 0.95)).toEqual(medianOf(upTo(9), 0.95));
    expect(medianOf(upTo(10), 0.95)?.estimate).toBe(5);
  });
});
