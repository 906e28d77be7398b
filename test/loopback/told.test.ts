// Where each wire format says which tools a model has; real requests of the agent are compared in the
// drift scenarios.
import { describe, expect, test } from "vitest";
import { outlineOf } from "../../src/loopback/outline/outline.ts";
import { toldIn } from "../../src/loopback/outline/told.ts";
import type { Message, WireApi } from "../../src/loopback/reply.ts";
import type { JsonObject } from "../../src/loopback/wire/shape.ts";

const prompt: readonly Message[] = [
  { role: "system", text: "You help." },
  { role: "user", text: "Hello" },
];

function told(api: WireApi, body: JsonObject, messages = prompt) {
  return toldIn({ api, body, outline: outlineOf(api, body) }, messages);
}

const bash = { name: "bash", description: "runs" };

const bodies: readonly [WireApi, JsonObject][] = [
  ["anthropic-messages", { tools: [bash] }],
  ["openai-responses", { tools: [{ type: "function", ...bash }] }],
  ["azure-openai-responses", { tools: [{ type: "function", ...bash }] }],
  ["openai-codex-responses", { tools: [{ type: "function", ...bash }] }],
  ["openai-completions", { tools: [{ type: "function", function: bash }] }],
  ["mistral-conversations", { tools: [{ type: "function", function: bash }] }],
  ["google-generative-ai", { tools: [{ functionDeclarations: [bash] }] }],
  ["google-vertex", { tools: [{ functionDeclarations: [bash] }] }],
  ["bedrock-converse-stream", { toolConfig: { tools: [{ toolSpec: bash }] } }],
  ["pi-messages", { context: { messages: [{ role: "system", toolsAdded: [bash] }] } }],
];

describe.each(bodies)("%s", (api, body) => {
  test("names its tools", () => {
    expect(Object.keys(told(api, body).tools)).toEqual(["bash"]);
  });

  test("tells a changed declaration from the one before", () => {
    const text = JSON.stringify(body).replace("runs", "runs safely");
    const after = told(api, JSON.parse(text)).tools.bash;
    expect(after).not.toBe(told(api, body).tools.bash);
  });
});

test.each(["openai-responses", "openai-codex-responses"] as const)(
  "%s names tools in its items as it names them beside",
  (api) => {
    const tools = [{ type: "function", ...bash }];
    const item = { type: "additional_tools", role: "developer", tools };
    const input = [item, { role: "user", content: [{ type: "input_text", text: "Hello" }] }];
    expect(told(api, { input })).toEqual(told(api, { tools }));
  },
);

test("a mark for the cache is no change of a tool", () => {
  const marked = { tools: [{ ...bash, cache_control: { type: "ephemeral" } }] };
  const api = "anthropic-messages";
  expect(told(api, marked).tools).toEqual(told(api, { tools: [bash] }).tools);
});

test("another system text is another instruction, and what a user says is none", () => {
  const [, body] = bodies[0] as [WireApi, JsonObject];
  const api = "anthropic-messages";
  const said = told(api, body, [...prompt, { role: "user", text: "More" }]);
  expect(said.instructions).toBe(told(api, body).instructions);
  const added = told(api, body, [...prompt, { role: "system", text: "And be brief." }]);
  expect(added.instructions).not.toBe(said.instructions);
});

test("tools that are added amid a conversation change what is told", () => {
  const body = { input: [{ type: "additional_tools", tools: [bash] }] };
  const api = "openai-responses";
  expect(told(api, body).instructions).not.toBe(told(api, { input: [] }).instructions);
});

test("pi's own protocol is read by the sections that hold last", () => {
  const api = "pi-messages";
  const begun = { role: "system", sections: { preamble: "A", cwd: "/w" } };
  const bodyOf = (...messages: object[]) => ({ context: { messages } }) as unknown as JsonObject;
  const changed = bodyOf(begun, { role: "system", sections: { cwd: null, preamble: "B" } });
  const same = bodyOf({ role: "system", sections: { preamble: "B" } });
  expect(told(api, changed, [])).toEqual(told(api, same, []));
  expect(told(api, changed, [])).not.toEqual(told(api, bodyOf(begun), []));
});
