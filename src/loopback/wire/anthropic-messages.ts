// The messages format: `POST {base}/v1/messages`. Tool results arrive as parts of a user message.

import type { ModelRequest, Piece, Reply, StopReason } from "../reply.ts";
import {
  chunks,
  type Encoded,
  type EncodeOptions,
  jsonError,
  pathOnly,
  serverSentEvent,
  type WireFormat,
} from "./format.ts";
import { arrayAt, objectAt, partMessages, roleAt, stringAt, textAt } from "./shape.ts";

const roles = { user: "user", assistant: "assistant", system: "system" } as const;

export const anthropicMessages: WireFormat = {
  api: "anthropic-messages",
  contentType: "text/event-stream",
  matches: (method, path) => method === "POST" && pathOnly(path).endsWith("/v1/messages"),
  parse,
  encode,
  encodeError: (status, message) =>
    jsonError({ type: "error", error: { type: errorTypes[status] ?? "api_error", message } }),
};

const errorTypes: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  404: "not_found_error",
  429: "rate_limit_error",
  529: "overloaded_error",
};

function parse(body: unknown): ModelRequest {
  const request = objectAt(body, "body");
  const system = textAt(request.system, "system");
  const messages = arrayAt(request.messages, "messages").flatMap((value, index) => {
    const at = `messages[${index}]`;
    const message = objectAt(value, at);
    const role = roleAt(message.role, `${at}.role`, roles);
    return partMessages(role, message.content, `${at}.content`, (part) =>
      part.type === "tool_result" ? textAt(part.content, `${at}.content`) : undefined,
    );
  });
  return {
    api: "anthropic-messages",
    model: stringAt(request.model, "model"),
    messages: system === "" ? messages : [{ role: "system", text: system }, ...messages],
  };
}

const stopReasons: Readonly<Record<StopReason, string>> = {
  stop: "end_turn",
  length: "max_tokens",
  "tool-use": "tool_use",
};

function encode(reply: Reply, { model, replyId: id, chunkCharacters }: EncodeOptions): Encoded {
  const usage = usageOf(reply);
  const dropped = reply.inputTransformations;
  const transformations = dropped === undefined ? {} : { input_transformations: dropped };
  const message = { id, type: "message", role: "assistant", model, content: [] };
  const counted = { ...usage, output_tokens: 1 };
  const start = { ...message, stop_reason: null, usage: counted, ...transformations };
  const delta = { stop_reason: stopReasons[reply.stop], stop_sequence: null };
  const blocks = reply.pieces.flatMap((piece, at) => block(piece, at, id, chunkCharacters));
  const frame = (event: { type: string }) => serverSentEvent(event, event.type);
  const opening = { type: "message_start", message: start };
  const ending = { type: "message_delta", delta, usage };
  return {
    body: [opening, ...blocks].map(frame),
    closing: [ending, { type: "message_stop" }].map(frame),
  };
}

/** What came from the cache or went to it is not counted as input again. */
function usageOf({ usage }: Reply): object {
  const { inputTokens, outputTokens, cachedTokens, cacheWriteTokens } = usage;
  const cache = {
    cache_read_input_tokens: cachedTokens ?? 0,
    cache_creation_input_tokens: cacheWriteTokens ?? 0,
  };
  const rest = inputTokens - cache.cache_read_input_tokens - cache.cache_creation_input_tokens;
  const counted = cachedTokens === undefined ? {} : cache;
  return { input_tokens: Math.max(1, rest), output_tokens: outputTokens, ...counted };
}

function block(piece: Piece, index: number, id: string, size: number) {
  const { open, text, delta } = blockParts(piece, `toolu_${index}_${id}`);
  const signature = piece.kind === "reasoning" && !piece.redacted ? piece.signature : undefined;
  const signed = { type: "signature_delta", signature };
  return [
    { type: "content_block_start", index, content_block: open },
    ...chunks(text, size).map((part) => ({
      type: "content_block_delta",
      index,
      delta: delta(part),
    })),
    ...(signature === undefined ? [] : [{ type: "content_block_delta", index, delta: signed }]),
    { type: "content_block_stop", index },
  ];
}

function blockParts(piece: Piece, toolId: string) {
  switch (piece.kind) {
    case "text":
      return {
        open: { type: "text", text: "" },
        text: piece.text,
        delta: (text: string) => ({ type: "text_delta", text }),
      };
    case "reasoning":
      if (piece.redacted) {
        const open = { type: "redacted_thinking", data: piece.signature };
        return { open, text: "", delta: () => ({}) };
      }
      return {
        open: { type: "thinking", thinking: "", signature: "" },
        text: piece.text,
        delta: (thinking: string) => ({ type: "thinking_delta", thinking }),
      };
    case "tool-call":
      return {
        open: { type: "tool_use", id: piece.id ?? toolId, name: piece.name, input: {} },
        text: JSON.stringify(piece.arguments),
        delta: (partial_json: string) => ({ type: "input_json_delta", partial_json }),
      };
  }
}
