// Real pi and the strict provider: each history is made, resumed, and comes out as it says.
import { afterAll, beforeAll, describe, test } from "vitest";
import type { CellTarget } from "../../../src/evidence/cell.ts";
import { eventsOf, firstOf } from "../../../src/evidence/evidence.ts";
import { histories } from "../../../src/gate/histories/index.ts";
import { type Harness, startHarness } from "../harness.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const timeout = 120_000;

describe.concurrent("a history on openai", () => {
  for (const { name, summary, later } of histories) {
    test(`${name}: ${summary}`, { timeout }, async ({ expect }) => {
      const { complaints, judgement, evidence } = await harness.runCell({
        scenario: "plain",
        history: name,
      });
      expect(complaints).toEqual([]);
      expect(judgement.verdict).toBe("pass");
      const made = firstOf(evidence, "history-made");
      expect(made).toMatchObject({ history: name, how: later ? "killed" : "turns" });
      expect(made?.entries["message of assistant"]).toBeGreaterThan(0);
    });
  }
});

const mistral: CellTarget = {
  agent: "pi",
  provider: "mistral",
  model: "codestral-latest",
  wireApi: "mistral-conversations",
};

describe.concurrent("on Mistral an interrupted tool wedges the session", () => {
  const wedged = histories.filter(({ fate }) => fate(mistral.wireApi) === "refused");
  for (const { name } of wedged) {
    test(`${name} is refused by M2 on each resume`, { timeout }, async ({ expect }) => {
      const { complaints, judgement, evidence } = await harness.runCell({
        scenario: "plain",
        history: name,
        target: mistral,
      });
      expect(complaints).toEqual([]);
      expect(judgement.verdict).toBe("pass");
      const refused = eventsOf(evidence, "model-requested").filter(({ refusedBy }) => refusedBy);
      expect(refused.map(({ turn, refusedBy }) => [turn, refusedBy?.rule])).toEqual([
        ["resume", "M2"],
        ["recovery", "M2"],
      ]);
    });
  }
});
