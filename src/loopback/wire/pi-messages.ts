// pi's own protocol, its message events as they are: `POST {base}/messages`.

import type { ModelRequest, Piece, Reply, StopReason } from "../reply.ts";
import { chunks, jsonError, pathOnly, serverSentEvent, type WireFormat } from "./format.ts";
import { objectAt, roleMessages, stringAt, textAt } from "./shape.ts";

const roles = {
  system: "system",
  user: "user",
  assistant: "assistant",
  toolResult: "tool",
} as const;

export const piMessages: WireFormat = {
  api: "pi-messages",
  contentType: "text/event-stream",
  matches: (method, path) => method === "POST" && pathOnly(path).endsWith("/messages"),
  parse,
  encode: (reply, options) => ({
    body: [
      { type: "start" },
      ...reply.pieces.flatMap((piece, index) => pieceEvents(piece, index, options.chunkCharacters)),
    ].map((event) => serverSentEvent(event)),
    closing: [serverSentEvent(done(reply, options.replyId))],
  }),
  encodeError: (status, message, code) =>
    jsonError({ error: { message, ...(code === undefined ? { status } : { code }) } }),
};

function parse(body: unknown): ModelRequest {
  const request = objectAt(body, "body");
  const context = objectAt(request.context, "context");
  const system = textAt(context.systemPrompt, "context.systemPrompt");
  const messages = roleMessages(context.messages, "context.messages", roles);
  return {
    api: "pi-messages",
    model: stringAt(request.model, "model"),
    messages: system === "" ? messages : [{ role: "system", text: system }, ...messages],
  };
}

const reasons: Readonly<Record<StopReason, string>> = {
  stop: "stop",
  length: "length",
  "tool-use": "toolUse",
};

function done(reply: Reply, responseId: string) {
  const { inputTokens, outputTokens: output, cachedTokens: cacheRead = 0 } = reply.usage;
  const input = Math.max(1, inputTokens - cacheRead);
  const cost = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, total: 0 };
  const totalTokens = input + output + cacheRead;
  const usage = { input, output, cacheRead, cacheWrite: 0, totalTokens, cost };
  return { type: "done", reason: reasons[reply.stop], usage, responseId };
}

function pieceEvents(piece: Piece, contentIndex: number, size: number): object[] {
  const event = (type: string, value: object) => ({ type, contentIndex, ...value });
  switch (piece.kind) {
    case "text":
      return [
        event("text_start", {}),
        ...chunks(piece.text, size).map((delta) => event("text_delta", { delta })),
        event("text_end", { content: piece.text }),
      ];
    case "reasoning":
      return [
        event("thinking_start", {}),
        ...chunks(piece.text, size).map((delta) => event("thinking_delta", { delta })),
        event("thinking_end", {
          content: piece.text,
          ...(piece.signature === undefined ? {} : { contentSignature: piece.signature }),
          ...(piece.redacted ? { redacted: true } : {}),
        }),
      ];
    case "tool-call": {
      const call = {
        id: piece.id ?? `call_${contentIndex}`,
        name: piece.name,
        arguments: piece.arguments,
      };
      const text = JSON.stringify(piece.arguments);
      return [
        event("toolcall_start", { id: call.id, toolName: call.name }),
        ...chunks(text, size).map((delta) => event("toolcall_delta", { delta })),
        event("toolcall_end", { toolCall: { type: "toolCall", ...call } }),
      ];
    }
  }
}
