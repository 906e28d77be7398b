// What the responses format demands, the same for OpenAI, Azure and Codex: calls with outputs,
// reasoning with what it led to, ids in their form.

import type { Item, OutlineMessage } from "../outline/outline.ts";
import { itemsOf } from "../outline/outline.ts";
import { reasoningRules } from "./responses-reasoning.ts";
import type { Heard, Place, Rule } from "./rule.ts";
import { repeated, unansweredEver, unaskedEver } from "./shared/pairing.ts";

const invalid = "invalid_request_error";

export const responsesRules: readonly Rule[] = [
  {
    id: "R1",
    sentence: "Each function_call has an output with its call_id.",
    source: "querymt #944; openai/codex PR 8048",
    strength: "firm",
    error: { text: "no tool output found for a function call", type: invalid },
    check: ({ outline }) => unansweredEver(outline),
  },
  {
    id: "R1b",
    sentence: "A call_id is used by one call.",
    source: "common knowledge",
    strength: "unconfirmed",
    error: { text: "two function calls have one call_id", type: invalid },
    check: ({ outline }) => repeated(outline, "call"),
  },
  {
    id: "R2",
    sentence: "Each output has an earlier call with its call_id.",
    source: "can1357/oh-my-pi #472, #106",
    strength: "firm",
    error: { text: "no tool call found for a function call output", type: invalid },
    check: ({ outline }) => unaskedEver(outline),
  },
  {
    id: "R2b",
    sentence: "Each call has one output.",
    source: "common knowledge",
    strength: "unconfirmed",
    error: { text: "two outputs have one call_id", type: invalid },
    check: ({ outline }) => repeated(outline, "result"),
  },
  {
    id: "R6",
    sentence:
      "The id of an item is 1 to 64 letters, digits, hyphens, underscores, and begins as its type.",
    source: "langchain-ai/langchainjs #11044; pi, api/openai-responses-shared; atomic #2204",
    strength: "firm",
    error: { text: "expected another form of id for this type of item", type: invalid },
    check: ({ outline }) => outline.flatMap(idUnlikeItsType),
  },
  {
    id: "R7",
    sentence: "A call_id has 1 to 64 characters.",
    source: "9router #393; fastllm #45; ungate PR 41",
    strength: "firm",
    error: {
      text: "call_id is too short or too long",
      type: invalid,
      code: "string_above_max_length",
    },
    check: ({ outline }) => [
      ...itemsOf(outline, "call").flatMap(callIdOutside),
      ...itemsOf(outline, "result").flatMap(callIdOutside),
    ],
  },
  {
    id: "R10",
    sentence: "The id of an item is used once.",
    source: "common knowledge",
    strength: "unconfirmed",
    error: { text: "duplicate item id", type: invalid },
    check: ({ outline }) => {
      const seen = new Set<unknown>();
      return outline.flatMap(({ raw, path }) => {
        const again = raw.id !== undefined && seen.has(raw.id);
        seen.add(raw.id);
        return again ? [{ path, detail: `${raw.id}` }] : [];
      });
    },
  },
  {
    id: "R13",
    sentence: "A prompt_cache_key has at most 64 characters.",
    source: "pi, api/openai-prompt-cache",
    strength: "firm",
    error: { text: "prompt_cache_key is too long", type: invalid, code: "string_above_max_length" },
    check: keyTooLong,
  },
  ...reasoningRules,
];

function keyTooLong({ body }: Heard): Place[] {
  const key = body.prompt_cache_key;
  return typeof key === "string" && key.length > 64 ? [{ path: "prompt_cache_key" }] : [];
}

const prefixes: Readonly<Record<string, string>> = {
  function_call: "fc",
  custom_tool_call: "ctc",
  reasoning: "rs",
  message: "msg",
};

function idUnlikeItsType({ raw, path, role }: OutlineMessage): Place[] {
  const type = raw.type ?? (role === "assistant" ? "message" : undefined);
  const prefix = typeof type === "string" ? prefixes[type] : undefined;
  if (typeof raw.id !== "string" || prefix === undefined || role === "user") return [];
  const fits = /^[A-Za-z0-9_-]{1,64}$/.test(raw.id) && raw.id.startsWith(prefix);
  return fits ? [] : [{ path: `${path}.id`, detail: raw.id }];
}

function callIdOutside({ path, id = "" }: Item): Place[] {
  return id.length >= 1 && id.length <= 64 ? [] : [{ path: `${path}.call_id`, detail: id }];
}
