// How much of a request each provider says it had seen before.

import { describe, expect, it } from "vitest";
import { createPromptCache } from "../../../src/loopback/cache/prompt-cache.ts";
import type { WireApi } from "../../../src/loopback/reply.ts";
import { heardOf } from "../../../src/loopback/rules/judge.ts";

const words = (count: number, seed = "a") => seed.repeat(count * 4);
const mark = { cache_control: { type: "ephemeral" } };

/** Asks one cache for each body in turn; what was cached each time. */
function cached(
  api: WireApi,
  bodies: readonly object[],
  { model = "m", provider = "", headers = {} } = {},
): number[] {
  const cache = createPromptCache();
  return bodies.map((body) => {
    const { usage, keep } = cache.measure(
      heardOf({ api, provider, model, headers, body: body as Record<string, unknown> }),
    );
    keep();
    expect(usage.inputTokens).toBeGreaterThanOrEqual(usage.cachedTokens ?? 0);
    return usage.cachedTokens ?? 0;
  });
}

const chat = (system: string, ...said: string[]) => ({
  messages: [
    { role: "system", content: system },
    ...said.map((content) => ({ role: "user", content })),
  ],
});

describe("chat completions", () => {
  it("count the longest prefix seen before, from 1,024 tokens on, in steps of 128", () => {
    const [first, second] = cached("openai-completions", [
      chat(words(2000), "one"),
      chat(words(2000), "one", "two"),
    ]);
    expect(first).toBe(0);
    expect(second).toBeGreaterThan(1900);
    expect((second as number) % 128).toBe(0);
    expect(cached("openai-completions", [chat(words(900)), chat(words(900))])).toEqual([0, 0]);
  });

  it("lose everything after the first change", () => {
    const changed = chat(`${words(1200)}${words(800, "b")}`);
    const [, second] = cached("openai-completions", [chat(words(2000)), changed]);
    expect(second).toBe(1152);
    expect(cached("openai-completions", [chat(words(2000)), chat(words(2000, "b"))])).toEqual([
      0, 0,
    ]);
  });

  it("do not meet under another prompt_cache_key", () => {
    const keyed = (prompt_cache_key: string) => ({ ...chat(words(2000)), prompt_cache_key });
    expect(cached("openai-completions", [keyed("a"), keyed("b")])).toEqual([0, 0]);
    expect(cached("openai-completions", [keyed("a"), keyed("a")])[1]).toBeGreaterThan(1900);
  });

  it("of DeepSeek count from 64 tokens on", () => {
    const deepseek = { provider: "deepseek", model: "deepseek-v4-pro" };
    const [, second] = cached("openai-completions", [chat(words(100)), chat(words(100))], deepseek);
    expect(second).toBe(64);
  });

  it("of Mistral are cached only where a key or an affinity leads to the same machine", () => {
    const twice = [chat(words(2000)), chat(words(2000))];
    expect(cached("mistral-conversations", twice)).toEqual([0, 0]);
    const headers = { "x-affinity": "session" };
    expect(cached("mistral-conversations", twice, { headers })[1]).toBeGreaterThan(1900);
  });
});

describe("the messages format", () => {
  const request = (system: string, ...said: object[]) => ({
    system: [{ type: "text", text: system, ...mark }],
    messages: [{ role: "user", content: said }],
  });
  const text = (words_: string) => ({ type: "text", text: words_ });
  const last = { ...text("last"), ...mark };
  const model = "claude-sonnet-5";

  it("keeps what is marked, and finds it again by a later mark", () => {
    const [first, second] = cached(
      "anthropic-messages",
      [request(words(2000), { ...text("one"), ...mark }), request(words(2000), text("one"), last)],
      { model },
    );
    expect(first).toBe(0);
    expect(second).toBeGreaterThan(2000);
  });

  it("keeps nothing that is not marked, nor below the model's least length", () => {
    const bare = { system: words(2000), messages: [{ role: "user", content: "one" }] };
    expect(cached("anthropic-messages", [bare, bare], { model })).toEqual([0, 0]);
    const small = request(words(900));
    expect(cached("anthropic-messages", [small, small], { model })).toEqual([0, 0]);
    const middle = request(words(2000));
    const haiku = { model: "claude-haiku-4-5" };
    expect(cached("anthropic-messages", [middle, middle], haiku)).toEqual([0, 0]);
  });

  it("finds nothing more than twenty blocks before a mark", () => {
    const many = Array.from({ length: 21 }, (_, index) => text(`${index}`));
    const conversation = (...said: object[]) => ({ messages: [{ role: "user", content: said }] });
    const start = { ...text(words(2000)), ...mark };
    const { length } = many;
    const far = conversation(text(words(2000)), ...many, last);
    const near = conversation(text(words(2000)), ...many.slice(0, length - 2), last);
    expect(cached("anthropic-messages", [conversation(start), far], { model })[1]).toBe(0);
    expect(cached("anthropic-messages", [conversation(start), near], { model })[1]).toBeGreaterThan(
      2000,
    );
  });
});

it("Bedrock's cache points mark what is before them", () => {
  const body = (...said: string[]) => ({
    system: [{ text: words(2000) }, { cachePoint: { type: "default" } }],
    messages: said.map((text) => ({ role: "user", content: [{ text }] })),
  });
  const model = "us.anthropic.claude-sonnet-5";
  const [first, second] = cached("bedrock-converse-stream", [body("a"), body("b")], { model });
  expect([first, second]).toEqual([0, 2003]);
});

it("Gemini counts from a length that depends on the model", () => {
  const body = { contents: [{ role: "user", parts: [{ text: words(3000) }] }] };
  const twice = (model: string) => cached("google-generative-ai", [body, body], { model })[1];
  expect(twice("gemini-2.5-flash")).toBeGreaterThan(2900);
  expect(twice("gemini-3.5-flash")).toBe(0);
});

it("an image counts for what it is, not for its bytes", () => {
  const cache = createPromptCache();
  const data = "A".repeat(1_000_000);
  const content = [{ type: "image", source: { type: "base64", data } }];
  const body = { messages: [{ role: "user", content }] };
  const heard = heardOf({ api: "anthropic-messages", provider: "", model: "m", headers: {}, body });
  expect(cache.measure(heard).usage.inputTokens).toBeLessThan(100);
});
