import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { globMatcher } from "../../../src/matrix/config/glob.ts";
import { parseTarget, shortName } from "../../../src/matrix/config/target.ts";

describe("a target", () => {
  test.each([
    ["openai/gpt-5.4", "openai", "gpt-5.4"],
    ["pi:groq/qwen/qwen3.8-27b", "groq", "qwen/qwen3.8-27b"],
    ["openrouter/vendor/model:free", "openrouter", "vendor/model:free"],
    ["cloudflare-workers-ai/@cf/x/y", "cloudflare-workers-ai", "@cf/x/y"],
  ])("%s is read whole", (text, provider, model) => {
    expect(parseTarget(text)).toEqual({ kind: "target", target: { agent: "pi", provider, model } });
  });

  test.each(["", "openai", "/gpt", "openai/", "openai//x", "a/b c", "a/b\u001b[31m", "codex:a/b"])(
    "%j is malformed",
    (text) => expect(parseTarget(text).kind).toBe("malformed"),
  );

  test("may name an agent of the user's own, and no other", () => {
    const target = { agent: "mine", provider: "openai", model: "gpt" };
    expect(parseTarget("mine:openai/gpt", ["mine"])).toEqual({ kind: "target", target });
    const other = parseTarget("yours:openai/gpt", ["mine"]);
    expect(other).toMatchObject({ because: 'no agent "yours"; there is pi, mine' });
  });

  test("behind the bridge is refused with the reason", () => {
    const parsed = parseTarget("pi-shell-acp/claude");
    expect(parsed).toMatchObject({ kind: "malformed", because: expect.stringContaining("bridge") });
  });

  test.prop([fc.string()])("is never a reason to throw, and reads back what it was", (text) => {
    const parsed = parseTarget(text);
    if (parsed.kind === "target") expect(text.endsWith(shortName(parsed.target))).toBe(true);
  });
});

describe("a pattern", () => {
  test("spans slashes, since a model's id may hold them", () => {
    expect(globMatcher("groq/*")("groq/qwen/qwen3.8-27b")).toBe(true);
    expect(globMatcher("openai/gpt-5.?")("openai/gpt-5.4")).toBe(true);
    expect(globMatcher("{openai,xai}/*")("xai/grok")).toBe(true);
    expect(globMatcher("{openai,xai}/*")("groq/grok")).toBe(false);
  });

  test.prop([fc.string({ unit: "grapheme" }).filter((text) => !/[*?{},]/.test(text))])(
    "without a wildcard matches itself and nothing longer",
    (text) => {
      expect(globMatcher(text)(text)).toBe(true);
      expect(globMatcher(text)(`${text}x`)).toBe(false);
    },
  );

  test.prop([fc.string()])("is never a reason to throw", (text) => {
    expect(typeof globMatcher(text)("name")).toBe("boolean");
  });
});
