// The shape of one wire format: a pure parser of requests and a pure encoder of replies.
// A format knows nothing of sockets, faults or scripts; the server sends what it encodes, in order.

import type { BehaviourKind } from "../behaviour.ts";
import type { ModelRequest, Reply, WireApi } from "../reply.ts";

/** One unit that is sent at once: a server-sent event, a binary frame, or a WebSocket message. */
export type Frame = string | Uint8Array;

/** A reply on the wire, in the order it is sent. */
export interface Encoded {
  readonly body: readonly Frame[];
  /** The frames that say the reply is complete; without them it is cut off. */
  readonly closing: readonly Frame[];
}

export interface EncodeOptions {
  /** The most characters of text in one frame. */
  readonly chunkCharacters: number;
  readonly model: string;
  /** Names the reply on the wire, so that a later request can refer to it. */
  readonly replyId: string;
  /** `messages` when frames travel as WebSocket messages instead of an HTTP body. */
  readonly framing: "stream" | "messages";
}

export interface ErrorBody {
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface WireFormat {
  readonly api: WireApi;
  /** Content type of a streamed reply. */
  readonly contentType: string;
  /** Behaviours that this format has no words for, each with the reason. */
  readonly cannot?: Partial<Record<BehaviourKind, string>>;
  /** True when requests may also come as messages on a WebSocket. */
  readonly webSocket?: boolean;
  /** `path` is what follows the prefix, with its query. */
  matches(method: string, path: string): boolean;
  /** Throws `BadRequest` when the body is not what the format demands. */
  parse(body: unknown, path: string): ModelRequest;
  encode(reply: Reply, options: EncodeOptions): Encoded;
  /** An error as this provider would word it, so that an agent shows `message` to its user. */
  encodeError(status: number, message: string, code?: string, type?: string): ErrorBody;
  /** The items of a reply as a later request on the same connection may leave them out. */
  outputItems?(reply: Reply, options: EncodeOptions): readonly unknown[];
}

/** One server-sent event; `event` names it where the format wants names. */
export function serverSentEvent(data: unknown, event?: string): string {
  const name = event === undefined ? "" : `event: ${event}\n`;
  return `${name}data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;
}

/** An error that is a JSON body. */
export function jsonError(
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): ErrorBody {
  return { contentType: "application/json", body: JSON.stringify(body), headers };
}

/** Cuts text into runs of at most `size` characters, never inside a surrogate pair; none for "". */
export function chunks(text: string, size: number): string[] {
  const characters = Array.from(text);
  const step = Math.max(1, Math.floor(size));
  const result: string[] = [];
  for (let start = 0; start < characters.length; start += step) {
    result.push(characters.slice(start, start + step).join(""));
  }
  return result;
}

/** The path without its query. */
export function pathOnly(path: string): string {
  const query = path.indexOf("?");
  return query < 0 ? path : path.slice(0, query);
}
