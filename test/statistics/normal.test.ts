import fc from "fast-check";
import jstat from "jstat";
import { expect, test } from "vitest";
import { normalQuantile, twoSidedQuantile } from "../../src/statistics/normal.ts";

test.each([
  // The values Wichura gives for checking AS 241 (1988), p. 481.
  [0.25, -0.6744897501960817],
  [0.001, -3.090232306167813],
  [1e-20, -9.26234008979841],
  [0.5, 0],
])("the quantile of %d is that of AS 241, to its last places", (probability, quantile) => {
  expect(normalQuantile(probability)).toBeCloseTo(quantile, 13);
});

test("95 % reach 1.959963984540054 standard errors", () => {
  expect(twoSidedQuantile(0.95)).toBeCloseTo(1.959963984540054, 14);
});

test("it turns jstat's distribution function around, which is accurate to 1e-7 at least", () => {
  const inside = fc.double({ min: 1e-4, max: 1 - 1e-4, noNaN: true });
  fc.assert(
    fc.property(inside, (probability) => {
      const back = jstat.jStat.normal.cdf(normalQuantile(probability), 0, 1);
      expect(back).toBeCloseTo(probability, 7);
    }),
  );
});

test("its ends are infinite, and outside of them there is none", () => {
  expect([0, 1, -0.1, 1.1].map(normalQuantile)).toEqual([
    -Infinity,
    Infinity,
    Number.NaN,
    Number.NaN,
  ]);
});
