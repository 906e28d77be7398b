import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { formatSessionName, parseSessionName, slug } from "../../src/resume/session-name.ts";
import { gardenId } from "./scene.ts";

const word = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,12}$/);
const names = fc.record({
  gardenId: fc.constant(gardenId),
  provider: word,
  model: fc.oneof(
    word,
    fc.tuple(word, word).map((parts) => parts.join("/")),
    fc.tuple(word, word).map((parts) => parts.join("--")),
    fc.tuple(word, word).map((parts) => parts.join("__")),
  ),
  title: fc.string(),
  tags: fc.constantFrom([], ["entwurf" as const], ["control" as const]),
});

describe("a session name", () => {
  property.prop([names])("is read back as it was written, but for the title's slug", (name) => {
    const read = parseSessionName(formatSessionName(name));
    expect(read).toEqual({ ...name, title: slug(name.title) });
  });

  test("looks as people know it", () => {
    const name = {
      gardenId,
      provider: "groq",
      model: "qwen/qwen3.8-27b",
      title: "  Fix: the *Lock*! ",
      tags: ["entwurf" as const],
    };
    expect(formatSessionName(name)).toBe(
      `${gardenId}==groq/qwen/qwen3.8-27b--fix-the-lock__entwurf`,
    );
  });

  test("is never both resumable and an operator's resident", () => {
    const name = { gardenId, provider: "openai", model: "m", title: "t" };
    expect(() => formatSessionName({ ...name, tags: ["entwurf", "control"] })).toThrow(
      /never both/,
    );
    expect(parseSessionName(`${gardenId}==openai/m--t__entwurf_control`)).toBeNull();
  });

  test("is not written for what is no garden id", () => {
    const name = { gardenId: "../x", provider: "openai", model: "m", title: "t", tags: [] };
    expect(() => formatSessionName(name)).toThrow(RangeError);
    expect(() => formatSessionName(name)).toThrow("not a garden id: ../x");
  });

  test("keeps a tag that is given twice apart from itself", () => {
    const tags = ["control", "control"] as const;
    const name = { gardenId, provider: "openai", model: "m", title: "t", tags };
    expect(formatSessionName(name)).toBe(`${gardenId}==openai/m--t__control_control`);
    expect(parseSessionName(formatSessionName(name))).toEqual(name);
  });

  test.each([
    ["a plain title", "my session"],
    ["another id in front", "20260102-abcdef==openai/m--t__entwurf"],
    ["a tag that nobody knows", `${gardenId}==openai/m--t__urgent`],
    ["no model", `${gardenId}==openai--t__entwurf`],
    ["no tags", `${gardenId}==openai/m--t`],
    ["text before the id", `x=${gardenId}==openai/m--t__entwurf`],
    ["text after the tags", `${gardenId}==openai/m--t__entwurf!`],
  ])("is not seen in %s", (_what, text) => {
    expect(parseSessionName(text)).toBeNull();
  });
});

property.prop([fc.string()])(
  "a slug is its own slug and holds no two hyphens in a row",
  (title) => {
    const once = slug(title);
    expect(slug(once)).toBe(once);
    expect(once).toMatch(/^([a-z0-9]+(-[a-z0-9]+)*)?$/);
  },
);
