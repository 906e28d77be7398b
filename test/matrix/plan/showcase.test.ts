// What is run when nothing, something or everything is selected.
import { describe, expect, test } from "vitest";
import { planCells } from "../../../src/matrix/plan/plan.ts";
import type { Overrides } from "../../../src/matrix/run/overlaid.ts";
import { prepare, prepareAgain } from "../../../src/matrix/run/prepare.ts";
import { cellTitle } from "../../../src/matrix/summary/result.ts";
import { nodeWorld } from "../../../src/world/node.ts";
import { fakeParts, scenario } from "../fake-parts.ts";
import { temporaryDirectory, writeConfig } from "../place.ts";

const config = { targets: ["one/good", "two/good"], lanes: ["v2", "v1"], scenarios: ["plain"] };
const layout = {
  runId: "20300102-030405-abcd",
  directory: "/out/run",
  socketRoot: "/tmp/rm-0/a1b2c3",
  temporaryDirectory: "/out/.cache/tmp",
  agentDirectory: null,
};
const world = nodeWorld();
const chance = { wallMs: 0, randomBytes: world.randomBytes };
const parts = {
  ...fakeParts(world),
  scenarios: [scenario, { ...scenario, name: "contention" }],
};

async function prepared(overrides: Overrides, environment: Record<string, string> = {}) {
  const place = temporaryDirectory();
  writeConfig(place, config);
  const at = { workingDirectory: place, environment: { HOME: place, ...environment } };
  return { at, ...(await prepare(overrides, at, parts)) };
}

async function planned(...given: Parameters<typeof prepared>): Promise<string[]> {
  const { dimensions } = await prepared(...given);
  return planCells(dimensions, layout, chance).map(({ cell }) =>
    cellTitle(cell).replace(/^pi:/, "").replace(/ #1$/, ""),
  );
}

const plainOnAll = [
  "one/good v2 plain",
  "two/good v2 plain",
  "one/good v1 plain",
  "two/good v1 plain",
];

describe("a plan", () => {
  test("without a selection has the config's scenarios on all, and every scenario on one", async () => {
    const besides = ["one/good v2 contention", "one/good v1 contention"];
    expect((await planned({})).sort()).toEqual([...plainOnAll, ...besides].sort());
  });

  test("of everything is the product, each cell once", async () => {
    const cells = await planned({ full: true });
    expect(cells).toHaveLength(2 * 2 * 2);
    expect(new Set(cells).size).toBe(cells.length);
  });

  test.each<[string, Overrides, string[]]>([
    ["a target", { target: ["two/*"] }, ["two/good v2 plain", "two/good v1 plain"]],
    ["a lane", { lane: ["v1"] }, ["one/good v1 plain", "two/good v1 plain"]],
    [
      "a scenario",
      { scenario: ["cont*"], lane: ["v2"] },
      ["one/good v2 contention", "two/good v2 contention"],
    ],
    ["an expression", { grep: ["two.*v2 cont"] }, ["two/good v2 contention"]],
    [
      "an expression and scenarios",
      { grep: ["two.*v2"], scenario: ["plain"] },
      ["two/good v2 plain"],
    ],
    ["full and a scenario", { full: true, scenario: ["plain"] }, plainOnAll],
  ])("of %s is the product of what was selected", async (_what, overrides, cells) => {
    expect((await planned(overrides)).sort()).toEqual([...cells].sort());
  });

  test("of all providers stays with the config's scenarios", async () => {
    const cells = await planned({ allTargets: true });
    expect(cells).toHaveLength(3 * 2);
    expect(cells.every((title) => title.endsWith("plain"))).toBe(true);
  });

  test("without what an expression excludes keeps its shape", async () => {
    expect(await planned({ grepInvert: ["v1"] })).toEqual([
      "one/good v2 plain",
      "two/good v2 plain",
      "one/good v2 contention",
    ]);
  });

  test("with repetitions repeats every cell, those of the one target too", async () => {
    expect(await planned({ repeatEach: 3 })).toHaveLength(3 * (4 + 2));
  });

  test("against real accounts charges nobody for every scenario unasked", async () => {
    const live = { LIVE: "1", ONE_API_KEY: "k", TWO_API_KEY: "k" };
    expect((await planned({}, live)).sort()).toEqual([...plainOnAll].sort());
    expect(await planned({ full: true }, live)).toHaveLength(8);
  });

  test("that is continued has the same cells again", async () => {
    const { config: effective, dimensions, at } = await prepared({});
    const again = await prepareAgain(JSON.parse(JSON.stringify(effective)), at, parts);
    const titles = (from: typeof dimensions) =>
      planCells(from, layout, chance).map(({ cell }) => cellTitle(cell));
    expect(titles(again.dimensions)).toEqual(titles(dimensions));
  });
});
