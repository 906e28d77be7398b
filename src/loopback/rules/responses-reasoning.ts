// What the responses format demands of reasoning that comes back.

import type { OutlineMessage } from "../outline/outline.ts";
import type { Heard, Place, Rule } from "./rule.ts";
import { readId } from "./shared/ids.ts";
import { unsealed } from "./shared/sign.ts";

const invalid = "invalid_request_error";
const isReasoning = ({ raw }: OutlineMessage) => raw.type === "reasoning";

export const reasoningRules: readonly Rule[] = [
  {
    id: "R3",
    sentence: "A reasoning item is followed by the message or call that it led to.",
    source: "openai/openai-node #1567; vercel/ai #7099; openclaw/openclaw #19582",
    strength: "firm",
    error: {
      text: "a reasoning item was provided without its required following item",
      type: invalid,
    },
    check: ({ outline }) =>
      outline
        .filter((message, at) => isReasoning(message) && outline[at + 1]?.role !== "assistant")
        .map(({ path }) => ({ path })),
  },
  {
    id: "R3b",
    sentence: "An item that was issued with reasoning comes after that reasoning.",
    source: "openai/openai-node #1791; openai/openai-dotnet #1050; continuedev/continue #11994",
    strength: "firm",
    error: { text: "an item was provided without its required reasoning item", type: invalid },
    check: reasoningLeftOut,
  },
  {
    id: "R4",
    sentence: "Where nothing is stored, reasoning carries its encrypted content.",
    source: "pi, api/openai-responses-shared; pi #6409",
    strength: "firm",
    error: {
      text: "the reasoning item was not found: items are not kept when store is false",
      type: invalid,
    },
    check: ({ outline, body }) =>
      outline
        .filter((message) => isReasoning(message) && body.store === false)
        .filter(({ raw }) => typeof raw.encrypted_content !== "string")
        .map(({ path }) => ({ path })),
  },
  {
    id: "R5",
    sentence: "Encrypted content was issued to this caller for this model.",
    source: "openai/codex #3942, #8119; anomalyco/opencode #43364, #49247",
    strength: "firm",
    verifiesSignatures: true,
    error: {
      text: "the encrypted content could not be verified",
      type: invalid,
      code: "invalid_encrypted_content",
    },
    check: contentOfOthers,
  },
  {
    id: "R9",
    sentence: "Reasoning has a summary, which may be empty.",
    source: "Agora #141",
    strength: "firm",
    error: {
      text: "missing required parameter: summary",
      type: invalid,
      code: "missing_required_parameter",
    },
    check: ({ outline }) =>
      outline
        .filter((message) => isReasoning(message) && !Array.isArray(message.raw.summary))
        .map(({ path }) => ({ path })),
  },
];

/** The id says which block of reasoning it was issued with. */
function reasoningLeftOut({ outline }: Heard): Place[] {
  const before = new Set<string>();
  return outline.flatMap((message) => {
    const { raw, path } = message;
    const id = readId(raw.id);
    if (isReasoning(message) && id !== null) before.add(`${id.position}/${id.block}`);
    const needed = id?.reasoning ?? null;
    if (isReasoning(message) || needed === null) return [];
    return before.has(`${id?.position}/${needed}`) ? [] : [{ path, detail: `${raw.id}` }];
  });
}

function contentOfOthers({ outline, caller, model }: Heard): Place[] {
  return outline
    .filter((message) => isReasoning(message))
    .filter(({ raw }) => typeof raw.encrypted_content === "string")
    .filter(({ raw }) => {
      const signed = unsealed(raw.encrypted_content as string);
      return signed === null || signed.model !== model || signed.bound !== caller;
    })
    .map(({ path }) => ({ path: `${path}.encrypted_content` }));
}
