// Real pi and the strict provider: each history is made, resumed, and comes out as it says, on two
// wire formats at least; where one of them refuses it, on that one.
import { afterAll, beforeAll, describe, test } from "vitest";
import type { CellTarget } from "../../../src/evidence/cell.ts";
import { eventsOf, firstOf } from "../../../src/evidence/evidence.ts";
import { endOf, fateOf, type History, madeBy } from "../../../src/gate/histories/history.ts";
import { histories } from "../../../src/gate/histories/index.ts";
import { type Harness, startHarness } from "../harness.ts";
import { anthropic, bedrock, google, groq, mistral, openai, radius } from "./targets.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const timeout = 120_000;

const others = [anthropic, google, bedrock, groq, radius];

/** One that refuses it, or the others in turn. */
function second(history: History, index: number): CellTarget {
  const refusing = [mistral, ...others].find(
    ({ wireApi }) => fateOf(history, wireApi) === "refused",
  );
  return refusing ?? (others[index % others.length] as CellTarget);
}

/** Of one provider's own model another provider's cannot have had a turn. */
const isFit = ({ later = [] }: History, at: CellTarget) =>
  later.every((turn) => turn.with?.(at) !== null);

/** Two wire formats that it can be put on. */
function placesOf(history: History, index: number): readonly CellTarget[] {
  const wanted = [openai, second(history, index)];
  const spare = [mistral, ...others].filter((at) => !wanted.includes(at));
  return [...wanted, ...spare].filter((at) => isFit(history, at)).slice(0, 2);
}

describe.concurrent("a history", () => {
  for (const [index, history] of histories.entries()) {
    for (const at of placesOf(history, index)) {
      test(`${history.name} on ${at.provider}: ${history.summary}`, {
        timeout,
      }, async ({ expect }) => {
        const { complaints, judgement, evidence } = await harness.runCell({
          scenario: "plain",
          history: history.name,
          target: at,
        });
        expect(complaints).toEqual([]);
        expect(judgement.verdict).toBe("pass");
        const how = { how: endOf(history), made: madeBy(history) };
        const made = firstOf(evidence, "history-made");
        expect(made).toMatchObject({ history: history.name, ...how });
        expect(made?.entries["message of assistant"]).toBeGreaterThan(0);
        const refused = eventsOf(evidence, "model-requested").filter(
          ({ turn, refusedBy }) => turn !== "seed" && refusedBy,
        );
        const { rule } = evidence.cell.history ?? {};
        const due = rule === undefined ? [] : ["resume", "recovery"];
        expect(refused.map(({ turn }) => turn)).toEqual(due);
        expect(refused.map(({ refusedBy }) => refusedBy?.rule)).toEqual(due.map(() => rule));
      });
    }
  }
});
