// What Bedrock's converse demands, the same for each model but where a switch says otherwise.

import { itemsOf } from "../outline/outline.ts";
import { objectOf } from "../outline/reading.ts";
import type { Heard, Place, Rule } from "./rule.ts";
import {
  blankTexts,
  emptyMessages,
  imagesUnlike,
  modelLast,
  notUserFirst,
  rolesInARow,
  toolsUndeclared,
} from "./shared/content.ts";
import { blankResults, reasoningUnlikeModel } from "./shared/converse.ts";
import {
  argumentsUnlike,
  idsUnlike,
  repeated,
  unansweredNext,
  unaskedNext,
} from "./shared/pairing.ts";

export const bedrockRules: readonly Rule[] = [
  {
    id: "B1",
    sentence: "The message after a toolUse begins with a toolResult for each of its ids.",
    source: "block/goose #1624",
    strength: "firm",
    error: { text: "did not find a toolResult block at the beginning of this turn" },
    check: ({ outline }) => unansweredNext(outline),
  },
  {
    id: "B1b",
    sentence: "Each toolResult answers a toolUse of the message before.",
    source: "block/goose #1624",
    strength: "firm",
    error: { text: "a toolResult has no toolUse in the previous turn" },
    check: ({ outline }) => unaskedNext(outline),
  },
  {
    id: "B1c",
    sentence: "There are no more results than uses.",
    source: "block/goose #1624",
    strength: "firm",
    error: { text: "the number of toolResult blocks exceeds that of toolUse blocks" },
    check: ({ outline }) => repeated(outline, "result"),
  },
  {
    id: "B2",
    sentence: "No text is blank, in results neither.",
    source: "bedrock-engineer #8; NousResearch/hermes-agent PR 63983",
    strength: "firm",
    error: { text: "the text field in the ContentBlock is blank" },
    check: ({ outline }) => [...blankTexts(outline), ...blankResults(outline)],
  },
  {
    id: "B3",
    sentence: "User and assistant take turns, on Claude 3, Nova and Llama.",
    source: "langchain-ai/langchain-aws #130; microsoft/semantic-kernel #10281; strands PR 1240",
    strength: "weak",
    error: { text: "a conversation must alternate between user and assistant roles" },
    check: (heard) => (heard.switches.rolesAlternate ? rolesInARow(heard) : []),
  },
  {
    id: "B4",
    sentence: "A request with tool blocks has a toolConfig.",
    source: "zot PR 18; pentagi PR 196; langgenius/dify #17545",
    strength: "firm",
    error: { text: "toolConfig must be defined when using toolUse and toolResult content blocks" },
    check: (heard) => toolsUndeclared(heard, objectOf(heard.body.toolConfig).tools),
  },
  {
    id: "B5",
    sentence: "The first message is the user's.",
    source: "NousResearch/hermes-agent PR 63983",
    strength: "firm",
    error: { text: "a conversation must start with a user message" },
    check: notUserFirst,
  },
  {
    id: "B6",
    sentence: "A message has content.",
    source: "pi, api/bedrock-converse-stream",
    strength: "firm",
    error: { text: "the content field in the Message is empty" },
    check: ({ outline }) => emptyMessages(outline),
  },
  {
    id: "B7",
    sentence: "Claude's reasoning has its signature; other models refuse the field.",
    source: "openclaw/openclaw #109881; pi, api/bedrock-converse-stream",
    strength: "firm",
    verifiesSignatures: true,
    error: { text: "invalid signature in reasoning, or a model that takes none" },
    check: reasoningUnlikeModel,
  },
  {
    id: "B8",
    sentence: "Ids of tools are 1 to 64 letters, digits, underscores, dots, colons and hyphens.",
    source: "common knowledge",
    strength: "unconfirmed",
    error: { text: "the value at toolUseId failed to satisfy its constraint" },
    check: ({ outline }) => idsUnlike(outline, /^[a-zA-Z0-9_.:-]{1,64}$/),
  },
  {
    id: "B9",
    sentence: "The last message is the user's, from Claude 4.6 on.",
    source: "NousResearch/hermes-agent PR 101401",
    strength: "firm",
    error: { text: "this model does not support assistant message prefill" },
    check: (heard) =>
      heard.switches.isClaude && heard.switches.refusesPrefill ? modelLast(heard) : [],
  },
  {
    id: "B10",
    sentence: "Images are PNG, JPEG, GIF or WebP.",
    source: "common knowledge",
    strength: "unconfirmed",
    error: { text: "the format of an image must be one of png, jpeg, gif, webp" },
    check: ({ outline }: Heard): Place[] => {
      const formatOf = (raw: Heard["body"]) => objectOf(raw.image).format;
      return imagesUnlike(itemsOf(outline, "image"), formatOf, /^(png|jpeg|gif|webp)$/);
    },
  },
  {
    id: "B11",
    sentence: "The id of a toolUse is used once.",
    source: "common knowledge",
    strength: "unconfirmed",
    error: { text: "toolUse ids must be unique" },
    check: ({ outline }) => repeated(outline, "call"),
  },
  {
    id: "B13",
    sentence: "The input of a toolUse is an object.",
    source: "common knowledge",
    strength: "unconfirmed",
    error: { text: "the input of a toolUse must be a JSON object" },
    check: ({ outline }) => argumentsUnlike(outline, false),
  },
];
