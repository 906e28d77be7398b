import { describe, expect, test } from "vitest";
import { parseLine } from "../../../src/agents/pi/transcript.ts";

function usageOf(usage: unknown) {
  const message = { role: "assistant", content: [], usage };
  const line = parseLine(JSON.stringify({ type: "message", id: "1", message }));
  if (line.kind !== "entry") throw new Error(`expected an entry, not ${line.kind}`);
  return line.entry.usage;
}

const counts = { input: 100, output: 10, cacheRead: 50, cacheWrite: 5 };

describe("the usage of a reply", () => {
  test("is read with its cost", () => {
    expect(usageOf({ ...counts, totalTokens: 165, cost: { total: 0.25 } })).toEqual({
      inputTokens: 100,
      outputTokens: 10,
      cacheReadTokens: 50,
      cacheWriteTokens: 5,
      costUsd: 0.25,
    });
  });

  test("has no cost where none is named", () => {
    expect(usageOf(counts)).toMatchObject({ costUsd: null });
  });

  test.each([undefined, "many", { ...counts, input: "1" }, { input: 1 }])(
    "%j is none: what is not whole is not counted",
    (usage) => expect(usageOf(usage)).toBeUndefined(),
  );
});
