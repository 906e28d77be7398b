// The chat-completions layout, shared by the formats that descend from it.
// Only layout: which paths and names belong to which provider is said by the formats themselves.

import type { Message, ModelRequest, Piece, Reply, StopReason, WireApi } from "../reply.ts";
import { chunks, type Encoded, type EncodeOptions, serverSentEvent } from "./format.ts";
import { objectAt, roleMessages, stringAt } from "./shape.ts";

const roles = {
  system: "system",
  developer: "system",
  user: "user",
  assistant: "assistant",
  tool: "tool",
} as const;

export function parseChat(api: WireApi, body: unknown): ModelRequest {
  const request = objectAt(body, "body");
  const messages: Message[] = roleMessages(request.messages, "messages", roles);
  return { api, model: stringAt(request.model, "model"), messages };
}

/** How a provider puts reasoning into a delta; there is no common way. */
type ReasoningDelta = (text: string) => object;

/** How a provider says what came from its cache, where it says so. */
type CachedUsage = (cachedTokens: number, inputTokens: number) => object;

const cachedAsOpenai: CachedUsage = (cached_tokens) => ({
  prompt_tokens_details: { cached_tokens },
});

/** In what else providers differ. */
interface Dialect {
  readonly cached?: CachedUsage;
  /** A call comes in one chunk; its arguments are not streamed. */
  readonly wholeCalls?: boolean;
}

/** Chunks of `delta`, one with the finish reason, one with the usage, and the closing mark. */
export function encodeChat(
  reply: Reply,
  options: EncodeOptions,
  reasoning: ReasoningDelta = (text) => ({ reasoning_content: text }),
  { cached = cachedAsOpenai, wholeCalls = false }: Dialect = {},
): Encoded {
  const base = {
    id: options.replyId,
    object: "chat.completion.chunk",
    created: 0,
    model: options.model,
  };
  const delta = (value: object, finish: string | null = null) =>
    serverSentEvent({ ...base, choices: [{ index: 0, delta: value, finish_reason: finish }] });
  const deltas = reply.pieces.flatMap((piece, index) =>
    pieceDeltas(piece, index, options.chunkCharacters, reasoning, wholeCalls),
  );
  return {
    body: [delta({ role: "assistant" }), ...deltas.map((value) => delta(value))],
    closing: [
      delta({}, finishReasons[reply.stop]),
      serverSentEvent({ ...base, choices: [], usage: usage(reply, cached) }),
      serverSentEvent("[DONE]"),
    ],
  };
}

const finishReasons: Readonly<Record<StopReason, string>> = {
  stop: "stop",
  length: "length",
  "tool-use": "tool_calls",
};

function pieceDeltas(
  piece: Piece,
  index: number,
  size: number,
  reasoning: ReasoningDelta,
  wholeCalls: boolean,
): object[] {
  switch (piece.kind) {
    case "text":
      return chunks(piece.text, size).map((content) => ({ content }));
    case "reasoning":
      // A chat has no words for reasoning that is kept back.
      return piece.redacted ? [] : chunks(piece.text, size).map(reasoning);
    case "tool-call": {
      const call = (value: object) => ({ tool_calls: [{ index, ...value }] });
      const opening = { id: piece.id ?? `call_${index}`, type: "function" };
      const { name } = piece;
      const whole = JSON.stringify(piece.arguments);
      if (wholeCalls) return [call({ ...opening, function: { name, arguments: whole } })];
      return [
        call({ ...opening, function: { name, arguments: "" } }),
        ...chunks(whole, size).map((text) => call({ function: { arguments: text } })),
      ];
    }
  }
}

function usage({ usage }: Reply, cached: CachedUsage): object {
  const { inputTokens, outputTokens, cachedTokens } = usage;
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    ...(cachedTokens === undefined ? {} : cached(cachedTokens, inputTokens)),
  };
}
