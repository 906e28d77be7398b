import { describe, expect, test } from "vitest";
import { stopReasonOf } from "../../../src/agents/pi/stop-words.ts";
import { parseLine } from "../../../src/agents/pi/transcript.ts";

describe("pi's word for how a message ended", () => {
  test.each([
    ["stop", "stop"],
    ["length", "length"],
    ["toolUse", "tool-use"],
    ["error", "error"],
    ["aborted", "aborted"],
    ["refusal", "other"],
    ["toString", "other"],
  ])("%s is read as %s", (word, reason) => {
    expect(stopReasonOf(word)).toBe(reason);
    const message = { role: "assistant", content: [], stopReason: word };
    expect(parseLine(JSON.stringify({ type: "message", id: "a", message }))).toMatchObject({
      entry: { stopReason: reason },
    });
  });

  test("is null where there is none", () => {
    const message = { role: "user", content: "hello" };
    expect(parseLine(JSON.stringify({ type: "message", id: "a", message }))).toMatchObject({
      entry: { stopReason: null },
    });
  });
});
