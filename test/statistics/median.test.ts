import { describe, expect, test } from "vitest";
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

  test("does not depend on the order in which the values come", () => {
    expect(medianOf(upTo(9).reverse(), 0.95)).toEqual(medianOf(upTo(9), 0.95));
    expect(medianOf(upTo(10), 0.95)?.estimate).toBe(5);
  });
});
