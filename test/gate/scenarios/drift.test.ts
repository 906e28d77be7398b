// Every scenario of the group, end to end, with each lane that can be put through it.

import { afterAll, beforeAll, describe, test } from "vitest";
import { findPi } from "../../../src/agents/pi/find.ts";
import { driftScenarios } from "../../../src/gate/scenarios/drift/index.ts";
import { type Harness, passesWithEveryLane, startHarness } from "../harness.ts";

const timeout = 120_000;

const ofOneVersion = driftScenarios.filter(({ seededByAnother }) => !seededByAnother);
const ofTwo = driftScenarios.filter(({ seededByAnother }) => seededByAnother);

passesWithEveryLane(ofOneVersion, { goesWhereItSays: true });

describe("a session of another version", () => {
  let harness: Harness;
  beforeAll(async () => {
    const pi = await findPi();
    const words = ["--append-system-prompt", "Words of another version."];
    const commandArguments = [...pi.commandArguments, ...words];
    harness = await startHarness({ pi, seeder: { ...pi, version: "1.0.0", commandArguments } });
  });
  afterAll(() => harness.close());

  for (const scenario of ofTwo) {
    test(`${scenario.name}: v2 tells what the session says`, { timeout }, async ({ expect }) => {
      const { complaints, judgement, evidence } = await harness.runCell({ scenario });
      expect(complaints).toEqual([]);
      expect(judgement.verdict).toBe("pass");
      expect(evidence.cell.seededBy).toBe("1.0.0");
      const kept = judgement.claims.find(({ name }) => name === "prompt-and-tools-kept");
      expect(kept?.verdict).toBe("holds");
    });

    test(`${scenario.name}: v1 tells what it would tell itself`, { timeout }, async ({
      expect,
    }) => {
      const { complaints, judgement } = await harness.runCell({ scenario, lane: "v1" });
      expect(complaints).toEqual([]);
      expect(judgement.verdict).toBe("pass");
      const kept = judgement.claims.find(({ name }) => name === "prompt-and-tools-kept");
      expect(kept).toMatchObject({ verdict: "violated", hazard: "shown" });
    });
  }
});
