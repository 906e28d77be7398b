import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { brokenBetweenWords } from "../../src/report/flow.ts";
import { coloured } from "../../src/report/style.ts";
import { sequences } from "../../src/world/printable.ts";

describe("a line broken between its words", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", ":"), minLength: 1, maxLength: 30 });

  test("keeps every word whole and in order, and no line is longer than the width but for one long word", () => {
    const lines = fc.array(word, { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(lines, fc.integer({ min: 10, max: 80 }), (words, width) => {
        const broken = brokenBetweenWords(words.join(" "), width).split("\n");
        expect(broken.flatMap((line) => line.trim().split(" "))).toEqual(words);
        for (const line of broken) {
          if (line.length > width) expect(line.trim()).not.toContain(" ");
        }
      }),
    );
  });

  test("a line that has room stays as it is, and colours take none", () => {
    const line = `${coloured("bad", "✗")} ${coloured("open", "one two")} three`;
    const bare = line.replace(sequences, "");
    expect(brokenBetweenWords(line, bare.length)).toBe(line);
    expect(brokenBetweenWords(line, bare.length - 1).replace(sequences, "")).toBe(
      "✗ one two\n  three",
    );
  });
});
