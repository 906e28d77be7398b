import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { plain } from "../../src/report/plain.ts";

describe("foreign text", () => {
  test.each([
    ["\u001b[31mred\u001b[0m", "red"],
    ["\u001b]0;title\u0007after", "after"],
    ["\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\", "link"],
    ["\u009b2Jgone", "gone"],
    ["two\r\nlines\tand a tab", "two lines and a tab"],
    ["abc\u202egnp.exe", "abcgnp.exe"],
    ["bell\u0007 and back\b", "bell and back"],
  ])("%j is printed as %j", (text, printed) => expect(plain(text)).toBe(printed));

  test.prop([fc.string({ unit: "binary" })])("keeps no control character", (text) => {
    expect(plain(text)).not.toMatch(/\p{Cc}/u);
  });

  test.prop([fc.string({ maxLength: 3000 }), fc.integer({ min: 2, max: 100 })])(
    "is bounded",
    (text, longest) => {
      expect(plain(text, longest).length).toBeLessThanOrEqual(longest);
    },
  );
});
