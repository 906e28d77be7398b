// A lane that throws at once, before it has a promise to give: that is the lane's fault, and judged.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defineLane } from "../../src/lanes/lane.ts";
import { v2 } from "../../src/lanes/v2.ts";
import { type Harness, startHarness } from "./harness.ts";

describe("a lane that throws before its first await", { timeout: 120_000 }, () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness.close());

  test.each([
    ["an error", new Error("the lane fell over"), "the lane fell over"],
    ["undefined", undefined, "undefined"],
  ])("%s fails the cell, and the gate goes on", async (_what, thrown, text) => {
    const lane = defineLane({
      ...v2,
      name: "throws-at-once",
      resume: () => {
        throw thrown;
      },
    });
    const { evidence, judgement } = await harness.runCell({ scenario: "plain", lane });
    const threw = evidence.events.filter(({ type }) => type === "dispatch-threw");
    expect(threw).toMatchObject([{ dispatch: 1, message: text }]);
    expect(evidence.events.filter(({ type }) => type === "gate-failed")).toEqual([]);
    expect(judgement.verdict).toBe("fail");
  });
});
