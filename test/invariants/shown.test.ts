// What every claim has to be seen to do: hold, be violated, and accuse nobody where there is nothing
// to look at. Its canary shows all three, unless a test of its own does.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { settingOf } from "../../src/canary/scenes.ts";
import { simulateCanary } from "../../src/canary/simulate.ts";
import { scenarios } from "../../src/gate/scenarios/index.ts";
import { invariants } from "../../src/invariants/index.ts";
import type { Invariant } from "../../src/invariants/invariant.ts";
import { judgeCell } from "../../src/invariants/judge.ts";
import { canaries } from "../../src/lanes/canaries/index.ts";
import { v2 } from "../../src/lanes/v2.ts";
import { runCase } from "../../src/simulation/case/run.ts";
import { evidenceOf, plainV2 } from "./sample.ts";

function hasTest({ name }: Invariant): boolean {
  const path = join(import.meta.dirname, "claims", `${name}.test.ts`);
  return existsSync(path) && readFileSync(path, "utf8").includes("violated");
}

/** By the canaries that it alone catches and that simulation shows. */
function canaryOf({ name }: Invariant) {
  const own = canaries.filter(({ claim, alone }) => claim === name && alone);
  for (const canary of own) {
    const setting = canary.notSimulated ? null : settingOf({ ...canary, lane: v2 }, scenarios);
    if (setting) return { canary, setting };
  }
  throw new Error(`${name} needs a canary of its own that can be simulated, or a test of its own`);
}

const byCanary = invariants.filter((claim) => !hasTest(claim));

describe.each(byCanary)("without a test of its own, $name", (claim) => {
  test("holds where nothing is broken in the scenario of its canary", async () => {
    const { simulated, expectation } = canaryOf(claim).setting;
    const { evidence } = await runCase(simulated, { lane: v2, expectation });
    expect(claim.judge(evidence)).toMatchObject({ verdict: "holds" });
    expect(claim.judge(evidence).events).not.toEqual([]);
  });

  test("is violated by its canary", async () => {
    const { outcome, because } = await simulateCanary(canaryOf(claim).canary, scenarios, {
      judge: judgeCell,
    });
    expect({ outcome, because }).toEqual({ outcome: "killed", because });
  });

  test("accuses nobody where there is nothing to look at", () => {
    const { verdict } = claim.judge(evidenceOf({ ...plainV2, events: [] }));
    expect(["not-applicable", "unknown"]).toContain(verdict);
  });
});

test("a claim without a test of its own has a canary that shows it", () => {
  expect(byCanary.map((claim) => canaryOf(claim).canary.claim)).toEqual(
    byCanary.map(({ name }) => name),
  );
});
