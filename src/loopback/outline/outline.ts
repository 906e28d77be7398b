// A request's conversation in one shape for all wire formats, with the place of each part in the body.
// Rules, ids and steps are decided on it. It keeps what was sent as it is: it repairs nothing.

import type { Role, WireApi } from "../reply.ts";
import type { JsonObject } from "../wire/shape.ts";
import { anthropicOutline } from "./anthropic.ts";
import { bedrockOutline } from "./bedrock.ts";
import { chatOutline } from "./chat.ts";
import { googleOutline } from "./google.ts";
import { piOutline } from "./pi.ts";
import { responsesOutline } from "./responses.ts";

export type ItemKind = "text" | "image" | "call" | "result" | "reasoning" | "other";

/** One part of a message: a text, a call, a tool's result… */
export interface Item {
  readonly kind: ItemKind;
  /** Where it stands in the body, such as `messages[3].content[0]`. */
  readonly path: string;
  readonly raw: JsonObject;
  /** Of a call or a result: the id that pairs them; absent where the format sends none. */
  readonly id?: string;
  readonly name?: string;
  readonly text?: string;
  /** Of a call: its arguments as sent. */
  readonly input?: unknown;
}

export interface OutlineMessage {
  readonly role: Role;
  readonly path: string;
  readonly raw: JsonObject;
  readonly items: readonly Item[];
}

/** The messages in order, without a system prompt that has a field of its own. */
export type Outline = readonly OutlineMessage[];

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
