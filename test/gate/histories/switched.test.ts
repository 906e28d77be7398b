// Real pi: what stands on the wire of a turn that another provider's model had, by the format that is told.
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Evidence, eventsOf } from "../../../src/evidence/evidence.ts";
import type { RequestValues } from "../../../src/evidence/held.ts";
import { foreignThoughts } from "../../../src/gate/histories/switched/origin.ts";
import { digestOf } from "../../../src/loopback/values.ts";
import { type Harness, startHarness } from "../harness.ts";
import { anthropic, mistral, openai, radius, vertex } from "./targets.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const timeout = 120_000;

function resumedValues(evidence: Evidence): RequestValues {
  const request = eventsOf(evidence, "model-requested").find(({ turn }) => turn === "resume");
  return request?.values ?? {};
}

const sealed = /ignature|encrypted_content/;
const callIds = /(tool_calls|content|function_call|input)\S*\.(id|call_id)$/;
const resultIds = /\.(tool_use_id|tool_call_id|call_id)$/;

describe.concurrent("a turn of another provider's model", () => {
  for (const [origin, at] of [
    ["anthropic", openai],
    ["anthropic", vertex],
    ["openai", anthropic],
    ["openai", mistral],
    ["google", vertex],
    ["mistral", openai],
    ["deepseek", anthropic],
    ["anthropic", radius],
  ] as const) {
    test(`of ${origin} is told to ${at.provider}`, { timeout }, async ({ expect }) => {
      const { complaints, judgement, evidence } = await harness.runCell({
        scenario: "plain",
        history: `switched-from-${origin}`,
        target: at,
      });
      expect(complaints).toEqual([]);
      expect(judgement.verdict).toBe("pass");
      const kept = judgement.claims.find(({ name }) => name === "history-kept");
      expect(kept?.verdict).toBe("holds");
      const isRaw = at === radius;
      expect(evidence.cell.history?.fate).toBe(isRaw ? "kept" : "repaired");
      const values = resumedValues(evidence);
      const seals = Object.keys(values).filter((path) => sealed.test(path));
      const told = foreignThoughts.filter((thought) =>
        Object.values(values).includes(digestOf(thought)),
      );
      expect(told).toEqual(isRaw ? foreignThoughts : []);
      expect(seals.length > 0).toBe(isRaw);
      const idsAt = (where: RegExp) =>
        Object.keys(values).flatMap((path) => (where.test(path) ? [values[path]] : []));
      // Whatever becomes of the id, its result goes by the same one.
      for (const id of idsAt(resultIds)) expect(idsAt(callIds)).toContain(id);
    });
  }
});
