// Results of cells as values, for what is computed from them.
import fc from "fast-check";
import type { CellResult } from "../../src/matrix/summary/result.ts";

export function result(changes: Partial<CellResult> = {}): CellResult {
  return {
    target: { agent: "pi", provider: "openai", model: "gpt-5.4", wireApi: "openai-responses" },
    lane: "v2",
    scenario: "plain",
    repetition: 1,
    gardenId: "20300102T030405-a1b2c3",
    verdict: "pass",
    because: null,
    unfinished: false,
    durationMs: 1234,
    claims: [],
    kept: null,
    ...changes,
  };
}

export const anyResult: fc.Arbitrary<CellResult> = fc
  .record({
    verdict: fc.constantFrom("pass", "fail", "unknown", "skip"),
    because: fc.option(fc.string({ unit: "grapheme" })),
    unfinished: fc.boolean(),
    durationMs: fc.nat(),
    kept: fc.option(fc.string()),
    repetition: fc.integer({ min: 1, max: 1000 }),
    claims: fc.array(
      fc.record({
        name: fc.string(),
        claim: fc.string({ unit: "grapheme" }),
        verdict: fc.constantFrom("holds", "violated", "unknown", "not-applicable"),
        because: fc.string({ unit: "grapheme" }),
        events: fc.array(fc.nat()),
      }),
      { maxLength: 4 },
    ),
  })
  .map((changes) => result(changes as Partial<CellResult>));

export const versionsOf = {
  tool: "0.1.0",
  commit: "abc123",
  agent: "0.87.1",
  node: "v24.0.0",
  platform: "linux-x64",
};
