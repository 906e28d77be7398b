import { describe, expect, test } from "vitest";
import { titlesOf } from "../../src/dossier/side.ts";
import { cellsOf, pairsIn, type Unsuited } from "./two-lanes.ts";

const at = "pi:openai/gpt-5.4";
const lockless: Unsuited = { v1: "takes no lock" };

function pairOf(baseline: string, candidate: string, unsuited: Unsuited = {}, scenario = "plain") {
  const cells = [
    ...cellsOf("v1", baseline, { scenario }),
    ...cellsOf("v2", candidate, { scenario }),
  ];
  const [pair, ...others] = pairsIn(cells, unsuited, [scenario]);
  expect(others).toEqual([]);
  if (!pair) throw new Error("no pair");
  return pair;
}

describe("the relation of two lanes", () => {
  test.each([
    ["p", "p", "alike"],
    ["f", "p", "better"],
    ["p", "f", "worse"],
    ["f", "f", "both-fail"],
    ["pf", "fp", "both-fail"],
    ["pf", "ff", "worse"],
    // A share is of the cells that came to a verdict, however many those are.
    ["pf", "f ", "worse"],
    ["f  ", "ppf", "open"],
    ["ff", "pf", "both-fail"],
    ["p", "u", "open"],
    ["u", "p", "open"],
    // Who came to no verdict is nothing to be worse than.
    ["u", "f", "open"],
    ["s", "f", "open"],
    ["pu", "fu", "worse"],
    ["p", "s", "open"],
    ["p", "c", "open"],
    ["p", "n", "open"],
    ["pp", "p", "open"],
    ["p", "", "open"],
    ["h", "p", "better"],
    ["h", "h", "alike"],
    ["hh", "hp", "better"],
    ["p", "h", "worse"],
    ["u", "h", "worse"],
  ])("of %j and %j is %s", (baseline, candidate, relation) => {
    expect(pairOf(baseline, candidate).relation).toBe(relation);
  });

  test.each<[string, string, Unsuited, string]>([
    ["s", "p", lockless, "not-comparable"],
    ["", "f", lockless, "not-comparable"],
    ["p", "s", { v2: "cannot" }, "not-comparable"],
    ["f", "", { v2: "cannot" }, "not-comparable"],
    // It ran, or began to, whatever was said about its nature.
    ["f", "p", lockless, "better"],
    ["n", "p", lockless, "open"],
    ["", "h", lockless, "worse"],
  ])("of %j and %j, where %j, is %s", (baseline, candidate, unsuited, relation) => {
    expect(pairOf(baseline, candidate, unsuited).relation).toBe(relation);
  });

  test.each(["two-without-lock", "beside-v1"])(
    "is not worse for a hazard in %s, which is the old lane's",
    (scenario) => {
      expect(pairOf("", "h", lockless, scenario).relation).toBe("not-comparable");
    },
  );
});

describe("a side", () => {
  const none = { pass: 0, fail: 0, unknown: 0, skip: 0, hazard: 0, lacking: 0 };

  test.each([
    ["pfus", { pass: 1, fail: 1, unknown: 1, skip: 1, lacking: 2 }, []],
    ["ch", { pass: 1, unknown: 1, hazard: 1, lacking: 1 }, []],
    ["p p", { pass: 2, lacking: 1 }, [`${at} v2 plain #2`]],
    [" ", { lacking: 1 }, [`${at} v2 plain #1`]],
  ])(
    "of %j counts what came to a verdict, and names what was not planned",
    (story, counts, not) => {
      const { candidate: side } = pairOf("p".repeat(story.length), story);
      expect(side).toMatchObject({ ...none, lane: "v2", unsuited: null, ...counts });
      expect([...side.unplanned]).toEqual(not);
    },
  );

  test("that cannot be run by its nature lacks nothing", () => {
    const { baseline } = pairOf("s", "pp", lockless);
    expect(baseline).toMatchObject({ ...none, skip: 1, unsuited: "takes no lock", unplanned: [] });
  });

  test("tells its cells of one verdict", () => {
    expect(titlesOf(pairOf("p", "pfp").candidate, "pass")).toEqual([
      `${at} v2 plain #1`,
      `${at} v2 plain #3`,
    ]);
  });
});

test("a pair is made of each target and each scenario, of the build or of the run", () => {
  const elsewhere = { agent: "pi", provider: "other", model: "m", wireApi: null };
  const cells = [
    ...cellsOf("v2", "p", { scenario: "own" }),
    ...cellsOf("v1", "p", { target: elsewhere }),
  ];
  const pairs = pairsIn(cells, {}, ["plain"]);
  expect(pairs.map(({ target, scenario }) => `${target.provider} ${scenario}`)).toEqual([
    "openai plain",
    "openai own",
    "other plain",
    "other own",
  ]);
});

test("lanes are paired within one version of the agent alone", () => {
  const target = { agent: "pi", provider: "openai", model: "gpt-5.4", wireApi: null };
  const old = { target: { ...target, version: "0.87.1" } };
  const young = { target: { ...target, version: "1.5.2" } };
  const cells = [
    ...cellsOf("v1", "p", old),
    ...cellsOf("v2", "f", old),
    ...cellsOf("v1", "f", young),
    ...cellsOf("v2", "p", young),
  ];
  expect(pairsIn(cells).map((pair) => [pair.target.version, pair.relation])).toEqual([
    ["0.87.1", "worse"],
    ["1.5.2", "better"],
  ]);
});
