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

const lane = {
  name: "mine",
  summary: "s",
  traits: { resident: true, locking: true },
  resume() {},
};
const scenario = { name: "mine", summary: "s", faults: [], expect() {} };
const claim = { name: "mine", claim: "It is so.", judge() {} };

test.each([
  ["lanes", { ...lane, resume: undefined }, "lanes[0].resume is missing; it must be a function"],
  ["lanes", { ...lane, traits: {} }, "lanes[0].traits.locking is missing; it must be true or"],
  ["lanes", { ...lane, linger: 5 }, "lanes[0].linger must be a function"],
  ["lanes", { ...lane, turnOutcom() {} }, '"turnOutcom" (did you mean "turnOutcome"?)'],
  ["lanes", { ...lane, surroundings: { path() {} } }, '"path" (did you mean "paths"?)'],
  ["scenarios", { ...scenario, arange() {} }, '"arange" (did you mean "arrange"?)'],
  ["scenarios", { ...scenario, explained: { why: "W.", cause: "C." } }, 'mean "causes"?)'],
  ["scenarios", { ...scenario, faults: "x" }, "scenarios[0].faults must be a list of fault names"],
  ["scenarios", { ...scenario, timeouts: { seedMs: "1" } }, "scenarios[0].timeouts.seedMs must be"],
  [
    "scenarios",
    { ...scenario, needs: ["luck"] },
    'scenarios[0].needs.0 must be "faults", "trust" or',
  ],
  ["claims", "mine", "claims[0] must be a claim made with defineClaim"],
  ["claims", { ...claim, judge: true }, "claims[0].judge must be a function"],
  ["claims", { ...claim, claim: "" }, "claims[0].claim must not be empty"],
  ["claims", { ...claim, name: "append-only" }, 'claims[0].name "append-only" is taken'],
  ["claims", { ...claim, simulated: {} }, "claims[0].simulated.asked is missing"],
])("says of %s what is wrong in %j, and where", (key, entry, said) => {
  try {
    withOwnDefinitions(builtIn, { [key]: [entry] }, "matrix.config.ts");
    expect.unreachable();
  } catch (error) {
    const { faults } = error as { faults: { where: string; message: string }[] };
    expect(faults.map(({ where, message }) => `${where} ${message}`).join("\n")).toContain(said);
  }
});

test("says of what is no list what it must be", () => {
  expect(() => withOwnDefinitions(builtIn, { claims: claim }, "matrix.config.ts")).toThrow(
    /claims: must be a list of claims made with defineClaim/,
  );
});
