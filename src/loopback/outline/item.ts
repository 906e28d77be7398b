// The one shape in which a request's conversation is read, whatever its wire format.
import type { Role } from "../reply.ts";
import type { JsonObject } from "../wire/shape.ts";

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
