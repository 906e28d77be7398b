// The claims themselves under test: each flaw that is put into the subject on purpose has to be
// caught, by the claim that it names and where the flaw shows nothing else by that one alone.
import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CanaryCells, openCanaryCells } from "../../src/canary/loopback.ts";

import { settingOf } from "../../src/canary/scenes.ts";
import { simulateCanary } from "../../src/canary/simulate.ts";
import { whyNotAt } from "../../src/canary/where.ts";
import { realParts } from "../../src/commands/parts.ts";
import { histories } from "../../src/gate/histories/index.ts";
import { scenarios } from "../../src/gate/scenarios/index.ts";
import { invariants } from "../../src/invariants/index.ts";
import { judgeCell } from "../../src/invariants/judge.ts";
import { canaries } from "../../src/lanes/canaries/index.ts";
import { v2 } from "../../src/lanes/v2.ts";
import { runCase } from "../../src/simulation/case/run.ts";
import { nodeWorld } from "../../src/world/node.ts";

const claims = invariants.map(({ name }) => name);
const simulated = canaries.filter((canary) => whyNotAt(canary, "sim", scenarios) === null);

describe("the list of canaries", () => {
  test.each(claims)("has one that %s alone catches", (claim) => {
    const alone = canaries.filter((canary) => canary.claim === claim && canary.alone);
    expect(alone.map(({ name }) => name)).not.toEqual([]);
  });

  test("names each canary once, and only claims and scenarios that exist", () => {
    const names = canaries.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
    expect(canaries.filter(({ claim }) => !claims.includes(claim))).toEqual([]);
    const known = scenarios.map(({ name }) => name);
    const strays = canaries.filter(({ scenario = "plain" }) => !known.includes(scenario));
    expect(strays).toEqual([]);
    const held = histories.map(({ name }) => name);
    const odd = canaries.filter(({ history }) => history && !held.includes(history));
    expect(odd).toEqual([]);
  });

  test("has one canary for each file of its folder", () => {
    const folder = join(import.meta.dirname, "../../src/lanes/canaries");
    const files = readdirSync(folder).map((name) => name.replace(/\.ts$/, ""));
    const others = ["canary", "index", "parts"];
    expect(files.filter((name) => !others.includes(name)).toSorted()).toEqual(
      canaries.map(({ name }) => name).toSorted(),
    );
  });

  test("has the thirteen mutants and the nine bad models", () => {
    const from = (source: string) => canaries.filter((canary) => canary.source === source).length;
    expect({ mutants: from("mutant"), models: from("model") }).toEqual({ mutants: 13, models: 9 });
  });

  test("shows each canary at one fidelity at least", () => {
    const nowhere = canaries.filter((canary) =>
      (["sim", "loopback"] as const).every(
        (fidelity) => whyNotAt(canary, fidelity, scenarios) !== null,
      ),
    );
    expect(nowhere).toEqual([]);
  });
});

describe("in simulation", () => {
  test.each(simulated.map((canary) => [canary.name, canary] as const))(
    "%s is killed by its own claim",
    async (_name, canary) => {
      const judging = { judge: judgeCell };
      const { outcome, because } = await simulateCanary(canary, scenarios, judging);
      expect({ outcome, because }).toEqual({ outcome: "killed", because });
    },
  );

  const settings = [...new Set(simulated.map(({ scenario = "plain" }) => scenario))];
  test.each(settings)("nothing is violated in %s without a flaw", async (scenario) => {
    const setting = settingOf({ scenario, lane: v2 }, scenarios);
    if (!setting) throw new Error("it has no simulated counterpart");
    const { expectation } = setting;
    const { evidence } = await runCase(setting.simulated, { lane: v2, expectation });
    const violated = judgeCell(evidence).claims.filter(({ verdict }) => verdict === "violated");
    expect(violated).toEqual([]);
  });
});

/** One for each way in which a flaw can be brought in, and what only real processes show. */
const handful = ["lock-never-written", "model-is-cut-short", "leftover-lock", "uncaught-error"];

describe("with real processes", () => {
  const chosen = canaries.filter(({ name }) => handful.includes(name));
  let cells: CanaryCells;
  let cacheDirectory: string;
  beforeAll(async () => {
    cacheDirectory = await mkdtemp(join(tmpdir(), "rm-cache-"));
    cells = await openCanaryCells({
      found: await realParts.findAgent(null),
      parts: realParts,
      world: nodeWorld(),
      canaries: chosen,
      environment: process.env,
      systemTemporaryDirectory: tmpdir(),
      cacheDirectory,
    });
  });
  afterAll(async () => {
    await cells.close();
    await rm(cacheDirectory, { recursive: true, force: true });
  });

  test.concurrent.each(chosen.map((canary) => [canary.name, canary] as const))(
    "%s is killed by its own claim",
    { timeout: 120_000 },
    async (_name, canary) => {
      const { outcome, because } = await cells.run(canary, new AbortController().signal);
      expect({ outcome, because }).toEqual({ outcome: "killed", because });
    },
  );
});
