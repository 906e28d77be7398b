// A request's conversation in one shape for all wire formats, with the place of each part in the body.
// Rules, ids and steps are decided on it. It keeps what was sent as it is: it repairs nothing.

import type { Role, WireApi } from "../reply.ts";
import type { JsonObject } from "../wire/shape.ts";
import { anthropicOutline } from "./anthropic.ts";
import { bedrockOutline } from "./bedrock.ts";
import { chatOutline } from "./chat.ts";
import { googleOutline } from "./google.ts";
import type { Item, ItemKind, Outline } from "./item.ts";
import { piOutline } from "./pi.ts";
import { responsesOutline } from "./responses.ts";

export type { Item, ItemKind, Outline, OutlineMessage } from "./item.ts";

const readers: Readonly<Record<WireApi, (body: JsonObject) => Outline>> = {
  "openai-completions": chatOutline,
  "mistral-conversations": chatOutline,
  "openai-responses": responsesOutline,
  "azure-openai-responses": responsesOutline,
  "openai-codex-responses": responsesOutline,
  "anthropic-messages": anthropicOutline,
  "google-generative-ai": googleOutline,
  "google-vertex": googleOutline,
  "bedrock-converse-stream": bedrockOutline,
  "pi-messages": piOutline,
};

export function outlineOf(api: WireApi, body: JsonObject): Outline {
  return readers[api](body);
}

/** How many replies of the model a conversation holds: a run of its messages is one reply. */
export function repliesIn(outline: Outline): number {
  let replies = 0;
  let before: Role = "user";
  for (const { role } of outline) {
    if (role === "system") continue;
    if (role === "assistant" && before !== "assistant") replies += 1;
    before = role;
  }
  return replies;
}

export const itemsOf = (outline: Outline, kind: ItemKind): Item[] =>
  outline.flatMap(({ items }) => items.filter((item) => item.kind === kind));
