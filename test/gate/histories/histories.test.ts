// Real pi and the strict provider: each history is made, resumed, and comes out as it says.
import { afterAll, beforeAll, describe, test } from "vitest";
import type { CellTarget } from "../../../src/evidence/cell.ts";
import { eventsOf, firstOf } from "../../../src/evidence/evidence.ts";
import { endOf, fateOf, madeBy } from "../../../src/gate/histories/history.ts";
import { histories } from "../../../src/gate/histories/index.ts";
import { type Harness, startHarness } from "../harness.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const timeout = 120_000;

const openai: CellTarget = {
  agent: "pi",
  provider: "openai",
  model: "gpt-5.4",
  wireApi: "openai-responses",
};

const mistral: CellTarget = {
  agent: "pi",
  provider: "mistral",
  model: "codestral-latest",
  wireApi: "mistral-conversations",
};

for (const target of [openai, mistral]) {
  describe.concurrent(`a history on ${target.provider}`, () => {
    for (const history of histories) {
      const { name, summary } = history;
      test(`${name}: ${summary}`, { timeout }, async ({ expect }) => {
        const { complaints, judgement, evidence } = await harness.runCell({
          scenario: "plain",
          history: name,
          target,
        });
        expect(complaints).toEqual([]);
        expect(judgement.verdict).toBe("pass");
        const made = firstOf(evidence, "history-made");
        expect(made).toMatchObject({ history: name, how: endOf(history), made: madeBy(history) });
        expect(made?.entries["message of assistant"]).toBeGreaterThan(0);
        const rule = history.refusedBy?.[target.wireApi ?? ""];
        const refused = eventsOf(evidence, "model-requested").filter(
          ({ turn, refusedBy }) => refusedBy && turn !== "seed",
        );
        expect(refused.map(({ turn, refusedBy }) => [turn, refusedBy?.rule])).toEqual(
          fateOf(history, target.wireApi) === "refused"
            ? [
                ["resume", rule],
                ["recovery", rule],
              ]
            : [],
        );
      });
    }
  });
}
