import { expect, test } from "vitest";
import { withOwnDefinitions } from "../../../src/matrix/config/own.ts";
import type { Parts } from "../../../src/matrix/parts.ts";

const builtIn = { lanes: [], scenarios: [] } as unknown as Parts;
const withTraits = (traits: unknown) =>
  withOwnDefinitions(
    builtIn,
    { lanes: [{ name: "mine", summary: "s", traits, resume() {} }] },
    "matrix.config.ts",
  );

test("accepts a lane with every trait that there is", () => {
  const traits = {
    resident: true,
    locking: true,
    mapsIdentity: true,
    probesUnrecorded: true,
    recordless: true,
    silentOnTurn: true,
  };
  expect(withTraits(traits).lanes).toHaveLength(1);
});

test("names a trait that does not exist, and those that do", () => {
  expect(() => withTraits({ resident: true, locking: true, fast: true })).toThrow(/silentOnTurn/);
});
