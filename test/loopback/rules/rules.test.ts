// Each rule of each provider: a request that keeps it and one that breaks it, and where.

import { describe, expect, it } from "vitest";
import { type WireApi, wireApis } from "../../../src/loopback/reply.ts";
import { textDigest } from "../../../src/loopback/rules/anthropic-thinking.ts";
import { rules } from "../../../src/loopback/rules/index.ts";
import { heardOf, judge } from "../../../src/loopback/rules/judge.ts";
import type { Heard } from "../../../src/loopback/rules/rule.ts";
import { seal } from "../../../src/loopback/seal.ts";
import {
  completionsCases,
  googleCases,
  mistralCases,
  type RuleCase,
  responsesCases,
  vertexCases,
} from "./cases.ts";
import { cases as claudeCases, models as claudeModels } from "./cases-anthropic.ts";

const cases: Readonly<Record<WireApi, readonly RuleCase[]>> = {
  ...claudeCases,
  "openai-completions": completionsCases,
  "mistral-conversations": mistralCases,
  "openai-responses": responsesCases,
  "azure-openai-responses": responsesCases,
  "openai-codex-responses": responsesCases,
  "google-generative-ai": googleCases,
  "google-vertex": vertexCases,
  "pi-messages": [],
};

const models: Partial<Record<WireApi, string>> = {
  ...claudeModels,
  "google-generative-ai": "gemini-3.5-flash",
  "google-vertex": "gemini-3.5-flash",
};

function heard(api: WireApi, body: object, model?: string, provider = "", headers = {}): Heard {
  const asked = model ?? models[api] ?? "gpt-5.4";
  return heardOf({ api, provider, model: asked, body: body as Heard["body"], headers });
}

/** Rules whose cases need more than a body; each has a test of its own below. */
const apart = new Set(["A20", "C12"]);
/** A rule that only one of two alike formats has. */
const elsewhere = new Set(["google-generative-ai G5"]);

describe.each([...wireApis])("%s", (api) => {
  it("has a case for each of its rules", () => {
    const told = new Set(cases[api].map(([rule]) => rule));
    const bare = rules[api].filter(({ id }) => !told.has(id) && !apart.has(id));
    expect(bare.map(({ id }) => `${api} ${id}`).filter((name) => !elsewhere.has(name))).toEqual([]);
  });

  it("names each rule once, says it in a sentence, and where it was read", () => {
    const ids = rules[api].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { sentence, source } of rules[api]) {
      expect(sentence).toMatch(/^\S.*\S\.$/);
      expect(source).not.toBe("");
    }
  });

  const table = cases[api].map(([id, keeps, breaks, path, model, provider]) => {
    return { id, keeps, breaks, path, model, provider };
  });
  it.each(table)("$id: tells what keeps it from what breaks it, at $path", (given) => {
    const { id, keeps, breaks, path, model, provider } = given;
    const rule = rules[api].find((each) => each.id === id);
    expect(rule?.check(heard(api, keeps, model, provider))).toEqual([]);
    const places = rule?.check(heard(api, breaks, model, provider)) ?? [];
    expect(places.map((place) => place.path)).toContain(path);
  });
});

describe("A20", () => {
  const question = { role: "user", content: "Look." };
  const before = { system: "Be brief.", tools: [{ name: "look" }], messages: [question] };
  const thought = (model: string) => {
    const piece = { kind: "reasoning", text: "Hm." } as const;
    const usage = { inputTokens: 1, outputTokens: 1 };
    const asked = heard("anthropic-messages", before, model);
    const reply = seal({ pieces: [piece], stop: "stop", usage }, asked, 0).pieces[0];
    const { signature } = reply as { signature?: string };
    return { role: "assistant", content: [{ type: "thinking", thinking: "Hm.", signature }] };
  };
  const places = (body: object, model: string) =>
    judge(heard("anthropic-messages", body, model), "strict").breaches.filter(
      ({ rule }) => rule === "A20",
    );
  const model = "claude-opus-5-5";
  const resumed = { ...before, messages: [question, thought(model), question] };

  it("takes thinking after the same system prompt, tools and messages, markers or not", () => {
    const block = { type: "text", text: "Look.", cache_control: { type: "ephemeral" } };
    const marked = { role: "user", content: [block] };
    expect(places(resumed, model)).toEqual([]);
    expect(places({ ...resumed, messages: [marked, ...resumed.messages.slice(1)] }, model)).toEqual(
      [],
    );
  });

  it.each([
    ["another system prompt", { ...resumed, system: "Be long." }],
    ["other tools", { ...resumed, tools: [] }],
    ["another message before it", { ...resumed, messages: [question, ...resumed.messages] }],
  ])("refuses it after %s", (_what, body) => {
    expect(places(body, model)).toMatchObject([{ rule: "A20", strength: "firm" }]);
  });

  it("is not asked of older models", () => {
    const older = "claude-sonnet-4-6";
    const messages = [question, thought(older), question];
    expect(places({ ...before, system: "Be long.", messages }, older)).toEqual([]);
  });

  it("drops the block and says so where the client asked for that", () => {
    const binding = { prefix_mismatch_behavior: "drop_block" };
    const thinking = { type: "adaptive", block_binding: binding };
    const asked = heard("anthropic-messages", { ...resumed, system: "Be long.", thinking }, model);
    expect(judge(asked, "strict").refusal).toBeNull();
    const usage = { inputTokens: 1, outputTokens: 1 };
    const reply = seal({ pieces: [], stop: "stop", usage }, asked, 1);
    expect(reply.inputTransformations).toEqual([
      { type: "thinking_dropped", path: "messages[1].content[0]", reason: "prefix_mismatch" },
    ]);
  });

  it("leaves out the thinking of another model without an error, and says so", () => {
    const asked = heard("anthropic-messages", resumed, "claude-sonnet-5-5");
    expect(judge(asked, "strict").refusal).toBeNull();
    const usage = { inputTokens: 1, outputTokens: 1 };
    const reply = seal({ pieces: [], stop: "stop", usage }, asked, 1);
    expect(reply.inputTransformations).toMatchObject([{ reason: "other_model" }]);
  });
});

it("C12: opencode-go wants its session named in a header", () => {
  const check = (headers: object) =>
    judge(
      heard("openai-completions", { messages: [] }, "m", "opencode-go", headers),
      "record",
    ).breaches.map(({ rule }) => rule);
  expect(check({ "x-opencode-session": "s" })).toEqual([]);
  expect(check({})).toEqual(["C12"]);
});

describe("judge", () => {
  const broken = { messages: [{ role: "assistant", content: "x" }] };
  it("refuses for a firm rule, and only where it is strict", () => {
    const asked = heard("anthropic-messages", broken);
    expect(judge(asked, "strict").refusal?.breach.rule).toBe("A11");
    expect(judge(asked, "record").refusal).toBeNull();
    expect(judge(asked, "record").breaches.map(({ rule }) => rule)).toEqual(["A1", "A11"]);
    expect(judge(asked, "off").breaches).toEqual([]);
  });

  it("only records what is weak or unconfirmed", () => {
    const asked = heard("anthropic-messages", broken, "claude-old");
    expect(judge(asked, "strict")).toMatchObject({ breaches: [{ rule: "A1" }], refusal: null });
  });
});

it("names a redacted text by nothing that it holds", () => {
  expect(textDigest(null)).not.toBe(textDigest(""));
});
