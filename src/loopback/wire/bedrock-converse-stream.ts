// Bedrock's converse stream: `POST {base}/model/<id>/converse-stream`, answered in binary frames.
// Tool results arrive as parts of a user message.

import type { ModelRequest, Piece, Reply, StopReason } from "../reply.ts";
import { eventFrame } from "./event-stream.ts";
import {
  chunks,
  type Encoded,
  type ErrorBody,
  type Frame,
  jsonError,
  pathOnly,
  type WireFormat,
} from "./format.ts";
import { arrayAt, BadRequest, decoded, objectAt, partMessages, roleAt, textAt } from "./shape.ts";

const roles = { user: "user", assistant: "assistant" } as const;
const modelInPath = /\/model\/([^/]+)\/converse-stream$/;

export const bedrockConverseStream: WireFormat = {
  api: "bedrock-converse-stream",
  contentType: "application/vnd.amazon.eventstream",
  matches: (method, path) => method === "POST" && modelInPath.test(pathOnly(path)),
  parse,
  encode,
  encodeError,
};

function parse(body: unknown, path: string): ModelRequest {
  const model = modelInPath.exec(pathOnly(path))?.[1];
  if (model === undefined) throw new BadRequest(`No model in the path ${path}`);
  const request = objectAt(body, "body");
  const messages = arrayAt(request.messages, "messages").flatMap((value, index) => {
    const at = `messages[${index}]`;
    const message = objectAt(value, at);
    const role = roleAt(message.role, `${at}.role`, roles);
    return partMessages(role, message.content, `${at}.content`, (part) =>
      part.toolResult === undefined
        ? undefined
        : textAt(objectAt(part.toolResult, at).content, `${at}.toolResult.content`),
    );
  });
  const system = textAt(request.system, "system");
  return {
    api: "bedrock-converse-stream",
    model: decoded(model),
    messages: system === "" ? messages : [{ role: "system", text: system }, ...messages],
  };
}

const stopReasons: Readonly<Record<StopReason, string>> = {
  stop: "end_turn",
  length: "max_tokens",
  "tool-use": "tool_use",
};

function encode(reply: Reply, { chunkCharacters }: { chunkCharacters: number }): Encoded {
  const { inputTokens, outputTokens } = reply.usage;
  const { cachedTokens, cacheWriteTokens = 0 } = reply.usage;
  const cache = { cacheReadInputTokens: cachedTokens, cacheWriteInputTokens: cacheWriteTokens };
  const usage = {
    inputTokens: Math.max(1, inputTokens - (cachedTokens ?? 0) - cacheWriteTokens),
    outputTokens,
    totalTokens: inputTokens + outputTokens,
    ...(cachedTokens === undefined ? {} : cache),
  };
  return {
    body: [
      eventFrame("messageStart", { role: "assistant" }),
      ...reply.pieces.flatMap((piece, index) => blockFrames(piece, index, chunkCharacters)),
    ],
    closing: [
      eventFrame("messageStop", { stopReason: stopReasons[reply.stop] }),
      eventFrame("metadata", { usage, metrics: { latencyMs: 1 } }),
    ],
  };
}

/** Only a tool call announces its block; text and reasoning begin with their first delta. */
function blockFrames(piece: Piece, contentBlockIndex: number, size: number): Frame[] {
  const delta = (value: object) =>
    eventFrame("contentBlockDelta", { contentBlockIndex, delta: value });
  const stop = eventFrame("contentBlockStop", { contentBlockIndex });
  switch (piece.kind) {
    case "text":
      return [...chunks(piece.text, size).map((text) => delta({ text })), stop];
    case "reasoning": {
      const { signature } = piece;
      if (piece.redacted) {
        return [delta({ reasoningContent: { redactedContent: signature } }), stop];
      }
      return [
        ...chunks(piece.text, size).map((text) => delta({ reasoningContent: { text } })),
        ...(signature === undefined ? [] : [delta({ reasoningContent: { signature } })]),
        stop,
      ];
    }
    case "tool-call": {
      const toolUseId = piece.id ?? `tooluse_${contentBlockIndex}`;
      const toolUse = { toolUseId, name: piece.name };
      const input = chunks(JSON.stringify(piece.arguments), size);
      return [
        eventFrame("contentBlockStart", { contentBlockIndex, start: { toolUse } }),
        ...input.map((text) => delta({ toolUse: { input: text } })),
        stop,
      ];
    }
  }
}

const exceptions: Readonly<Record<number, string>> = {
  400: "ValidationException",
  401: "AccessDeniedException",
  403: "AccessDeniedException",
  404: "ResourceNotFoundException",
  429: "ThrottlingException",
  503: "ServiceUnavailableException",
};

/** The client takes the kind of error from a header and the words from the body. */
function encodeError(status: number, message: string): ErrorBody {
  const name = exceptions[status] ?? "InternalServerException";
  return jsonError({ message }, { "x-amzn-errortype": name });
}
