// What the messages format demands of the conversation; what it demands of thinking stands apart.

import { objectsIn } from "../outline/reading.ts";
import { anthropicThinking } from "./anthropic-thinking.ts";
import type { Heard, Place, Rule } from "./rule.ts";
import {
  blankTexts,
  imagesUnlike,
  modelLast,
  notUserFirst,
  sourceOf,
  toolsUndeclared,
} from "./shared/content.ts";
import {
  argumentsUnlike,
  idsUnlike,
  repeated,
  unansweredNext,
  unaskedNext,
} from "./shared/pairing.ts";

export const anthropicRules: readonly Rule[] = [
  {
    id: "A1",
    sentence: "The first message is the user's.",
    source: "common knowledge",
    strength: "unconfirmed",
    error: { text: "the first message must have the role user" },
    check: notUserFirst,
  },
  {
    id: "A2",
    sentence: "The message after a tool_use begins with a tool_result for each of its ids.",
    source: "anthropics/claude-code #1237, #473; block/goose #2951",
    strength: "firm",
    error: { text: "a `tool_use` has no `tool_result` at the beginning of the next message" },
    check: ({ outline }) => unansweredNext(outline),
  },
  {
    id: "A3",
    sentence: "Each tool_result answers a tool_use of the message before.",
    source: "anthropics/claude-code #13460",
    strength: "firm",
    error: { text: "unexpected `tool_use_id`: the previous message has no such `tool_use`" },
    check: ({ outline }) => unaskedNext(outline),
  },
  {
    id: "A3b",
    sentence: "Each tool_use has one tool_result.",
    source: "common knowledge",
    strength: "unconfirmed",
    error: { text: "more than one `tool_result` for one `tool_use`" },
    check: ({ outline }) => repeated(outline, "result"),
  },
  {
    id: "A4",
    sentence: "The id of a tool_use is used once in a request.",
    source: "common knowledge",
    strength: "unconfirmed",
    error: { text: "`tool_use` ids must be unique" },
    check: ({ outline }) => repeated(outline, "call"),
  },
  {
    id: "A5",
    sentence: "Ids of tools are 1 to 64 letters, digits, hyphens and underscores.",
    source: "pi, api/anthropic-messages",
    strength: "firm",
    error: { text: "the tool id should match ^[a-zA-Z0-9_-]+$" },
    check: ({ outline }) => idsUnlike(outline, /^[a-zA-Z0-9_-]{1,64}$/),
  },
  {
    id: "A6",
    sentence: "No text block is blank.",
    source: "NousResearch/hermes-agent PR 60628, PR 61318",
    strength: "firm",
    error: { text: "text content blocks must contain something besides whitespace" },
    check: ({ outline }) => blankTexts(outline),
  },
  {
    id: "A11",
    sentence: "The last message is not the assistant's, from Claude 4.6 on.",
    source: "NousResearch/hermes-agent PR 101401",
    strength: "firm",
    error: { text: "this model does not support assistant message prefill" },
    check: (heard) => (heard.switches.refusesPrefill ? modelLast(heard) : []),
  },
  {
    id: "A12",
    sentence: "A request with tool blocks declares tools.",
    source: "Portkey error 10488; anthropics/anthropic-sdk-python #494",
    strength: "firm",
    error: { text: "requests with `tool_use` or `tool_result` blocks must define tools" },
    check: (heard) => toolsUndeclared(heard, heard.body.tools),
  },
  {
    id: "A13",
    sentence: "At most four blocks are marked for the cache.",
    source: "common knowledge",
    strength: "unconfirmed",
    error: { text: "at most 4 blocks with cache_control may be given" },
    check: ({ body, outline }) => {
      const marked = [...parts(body.tools, "tools"), ...parts(body.system, "system")]
        .concat(outline.flatMap(({ items }) => items))
        .filter(({ raw }) => raw.cache_control !== undefined);
      return marked.slice(4).map(({ path }) => ({ path }));
    },
  },
  {
    id: "A14",
    sentence: "Thinking is not marked for the cache.",
    source: "common knowledge",
    strength: "unconfirmed",
    error: { text: "cache_control cannot be set for thinking blocks" },
    check: ({ outline }) =>
      outline
        .flatMap(({ items }) => items)
        .filter(({ kind, raw }) => kind === "reasoning" && raw.cache_control !== undefined)
        .map(({ path }) => ({ path })),
  },
  {
    id: "A15",
    sentence: "Images are JPEG, PNG, GIF or WebP.",
    source: "common knowledge",
    strength: "unconfirmed",
    error: { text: "the media type of an image must be one of jpeg, png, gif, webp" },
    check: imagesOfOtherKinds,
  },
  {
    id: "A18",
    sentence: "The input of a tool_use is an object.",
    source: "common knowledge",
    strength: "unconfirmed",
    error: { text: "`tool_use.input` should be a dictionary" },
    check: ({ outline }) => argumentsUnlike(outline, false),
  },
  ...anthropicThinking,
];

const parts = (value: unknown, name: string) =>
  objectsIn(value).map((raw, index) => ({ raw, path: `${name}[${index}]` }));

function imagesOfOtherKinds({ outline }: Heard): Place[] {
  const inline = outline
    .flatMap(({ items }) => items)
    .filter(({ raw }) => sourceOf(raw).type === "base64");
  return imagesUnlike(inline, (raw) => sourceOf(raw).media_type, /^image\/(jpeg|png|gif|webp)$/);
}
