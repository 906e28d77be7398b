// The generate-content layout, shared by the two Google formats, which differ in their paths.
// Tool results arrive as parts of a user message.

import type { ModelRequest, Piece, Reply, WireApi } from "../reply.ts";
import {
  chunks,
  type Encoded,
  type EncodeOptions,
  type ErrorBody,
  jsonError,
  pathOnly,
  serverSentEvent,
} from "./format.ts";
import { arrayAt, BadRequest, decoded, objectAt, partMessages, roleAt, textAt } from "./shape.ts";

const roles = { user: "user", model: "assistant" } as const;
const modelInPath = /\/models\/([^/]+):streamGenerateContent$/;

export function isGoogleStream(method: string, path: string): boolean {
  return method === "POST" && modelInPath.test(pathOnly(path));
}

export function parseGoogle(api: WireApi, body: unknown, path: string): ModelRequest {
  const model = modelInPath.exec(pathOnly(path))?.[1];
  if (model === undefined) throw new BadRequest(`No model in the path ${path}`);
  const request = objectAt(body, "body");
  const messages = arrayAt(request.contents, "contents").flatMap((value, index) => {
    const at = `contents[${index}]`;
    const content = objectAt(value, at);
    const role = roleAt(content.role ?? "user", `${at}.role`, roles);
    return partMessages(role, content.parts, `${at}.parts`, (part) =>
      part.functionResponse === undefined
        ? undefined
        : JSON.stringify(objectAt(part.functionResponse, at).response ?? ""),
    );
  });
  const system = systemText(request.systemInstruction);
  return {
    api,
    model: decoded(model),
    messages: system === "" ? messages : [{ role: "system", text: system }, ...messages],
  };
}

function systemText(instruction: unknown): string {
  if (instruction === undefined) return "";
  if (typeof instruction === "string") return instruction;
  return textAt(objectAt(instruction, "systemInstruction").parts, "systemInstruction.parts");
}

/** Each chunk is a whole small response; the last one has the finish reason and the usage. */
export function encodeGoogle(reply: Reply, options: EncodeOptions): Encoded {
  const base = { modelVersion: options.model, responseId: options.replyId };
  const content = (parts: object[]) => ({ content: { role: "model", parts }, index: 0 });
  const { inputTokens, outputTokens } = reply.usage;
  const last = {
    ...base,
    // A tool call has no finish reason of its own here: it is a normal stop.
    candidates: [{ ...content([]), finishReason: reply.stop === "length" ? "MAX_TOKENS" : "STOP" }],
    usageMetadata: {
      promptTokenCount: inputTokens,
      candidatesTokenCount: outputTokens,
      totalTokenCount: inputTokens + outputTokens,
      ...(reply.usage.cachedTokens ? { cachedContentTokenCount: reply.usage.cachedTokens } : {}),
    },
  };
  const parts = reply.pieces.flatMap((piece) => pieceParts(piece, options.chunkCharacters));
  return {
    body: parts.map((part) => serverSentEvent({ ...base, candidates: [content([part])] })),
    closing: [serverSentEvent(last)],
  };
}

function pieceParts(piece: Piece, size: number): object[] {
  switch (piece.kind) {
    case "text": {
      const parts: object[] = chunks(piece.text, size).map((text) => ({ text }));
      // The signature may come in a part of its own, without text.
      return piece.signature === undefined ? parts : [...parts, { text: "", ...signed(piece) }];
    }
    case "reasoning":
      return piece.redacted
        ? []
        : chunks(piece.text, size).map((text) => ({ text, thought: true }));
    case "tool-call": {
      const id = piece.id === undefined ? {} : { id: piece.id };
      const functionCall = { ...id, name: piece.name, args: piece.arguments };
      return [{ functionCall, ...signed(piece) }];
    }
  }
}

const signed = ({ signature }: { readonly signature?: string }) =>
  signature === undefined ? {} : { thoughtSignature: signature };

const statusNames: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  429: "RESOURCE_EXHAUSTED",
  503: "UNAVAILABLE",
};

export function googleError(status: number, message: string): ErrorBody {
  const name = statusNames[status] ?? "INTERNAL";
  return jsonError({ error: { code: status, message, status: name } });
}
