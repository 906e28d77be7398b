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

const agent = { name: "mine", module: "/mine.ts", find() {}, create() {} };
const withAgents = (agents: unknown) => withOwnDefinitions(builtIn, { agents }, "matrix.config.ts");

test("takes up an agent of the user's own", () => {
  expect(withAgents([agent]).agents).toEqual([agent]);
});

test.each([
  ["mine", /agents\[0\].*defineAgent/s],
  [{ ...agent, name: "pi" }, /"pi" is taken/],
  [{ ...agent, name: "Mine" }, /lower-case/],
  [{ ...agent, module: "mine.ts" }, /import\.meta\.filename/],
  [{ ...agent, find: "it" }, /agents\[0\]\.find.*function/s],
])("refuses %j as an agent, with the reason", (entry, reason) => {
  const attempt = () => withAgents([entry]);
  expect(attempt).toThrow(expect.objectContaining({ faults: expect.anything() }));
  try {
    attempt();
  } catch (error) {
    const { faults } = error as { faults: { where: string; message: string }[] };
    expect(faults.map(({ where, message }) => `${where} ${message}`).join("\n")).toMatch(reason);
  }
});
