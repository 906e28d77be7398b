// The responses layout, shared by the three formats that are built on it.
// Only layout: paths and transports are said by the formats themselves.

import type { Message, ModelRequest, Piece, Reply, WireApi } from "../reply.ts";
import {
  chunks,
  type Encoded,
  type EncodeOptions,
  type ErrorBody,
  jsonError,
  serverSentEvent,
} from "./format.ts";
import { arrayAt, objectAt, roleAt, stringAt, textAt } from "./shape.ts";

const roles = {
  system: "system",
  developer: "system",
  user: "user",
  assistant: "assistant",
} as const;

export function parseResponses(api: WireApi, body: unknown): ModelRequest {
  const request = objectAt(body, "body");
  const instructions = textAt(request.instructions, "instructions");
  const system: Message[] = instructions === "" ? [] : [{ role: "system", text: instructions }];
  const previous = request.previous_response_id;
  return {
    api,
    model: stringAt(request.model, "model"),
    messages: [...system, ...inputMessages(request.input)],
    ...(typeof previous === "string" ? { continues: previous } : {}),
  };
}

function inputMessages(input: unknown): Message[] {
  if (typeof input === "string") return [{ role: "user", text: input }];
  return arrayAt(input, "input").flatMap((value, index): Message[] => {
    const at = `input[${index}]`;
    const item = objectAt(value, at);
    if (item.role !== undefined) {
      const role = roleAt(item.role, `${at}.role`, roles);
      return [{ role, text: textAt(item.content, `${at}.content`) }];
    }
    const type = stringAt(item.type, `${at}.type`);
    // Calls and reasoning are the model's own and carry no text; results come from the agent.
    if (!type.endsWith("_output")) return [];
    return [{ role: "tool", text: textAt(item.output, `${at}.output`) }];
  });
}

/** What the client hands back of a reply, or leaves out where the connection remembers it. */
export function responsesItems(reply: Reply, options: EncodeOptions): readonly unknown[] {
  return reply.pieces.map((piece, index) => item(piece, `${index}_${options.replyId}`).done);
}

export function encodeResponses(reply: Reply, options: EncodeOptions): Encoded {
  const response = { id: options.replyId, object: "response", model: options.model };
  const events = [
    { type: "response.created", response: { ...response, status: "in_progress", output: [] } },
    ...reply.pieces.flatMap((piece, index) => pieceEvents(piece, index, options)),
    terminal(reply, response),
  ];
  const frames = events.map((event, index) => {
    const numbered = { ...event, sequence_number: index };
    if (options.framing === "messages") return JSON.stringify(numbered);
    return serverSentEvent(numbered, event.type);
  });
  return { body: frames.slice(0, -1), closing: frames.slice(-1) };
}

function terminal(reply: Reply, response: object) {
  const { inputTokens, outputTokens } = reply.usage;
  const usage = {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: reply.usage.cachedTokens ?? 0 },
    output_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
  if (reply.stop !== "length") {
    return { type: "response.completed", response: { ...response, status: "completed", usage } };
  }
  const cut = { status: "incomplete", incomplete_details: { reason: "max_output_tokens" } };
  return { type: "response.incomplete", response: { ...response, ...cut, usage } };
}

/** The item when it begins, its deltas, and the item when it is whole. */
function pieceEvents(piece: Piece, index: number, options: EncodeOptions) {
  const { id, deltaType, text, open, done } = item(piece, `${index}_${options.replyId}`);
  const at = { output_index: index };
  return [
    { type: "response.output_item.added", ...at, item: open },
    ...chunks(text, options.chunkCharacters).map((delta) => ({
      type: deltaType,
      ...at,
      item_id: id,
      content_index: 0,
      summary_index: 0,
      delta,
    })),
    { type: "response.output_item.done", ...at, item: done },
  ];
}

function item(piece: Piece, suffix: string) {
  switch (piece.kind) {
    case "text": {
      const id = piece.id ?? `msg_${suffix}`;
      const open = { id, type: "message", role: "assistant", status: "in_progress", content: [] };
      const content = [{ type: "output_text", text: piece.text, annotations: [] }];
      const done = { ...open, status: "completed", content };
      return { id, deltaType: "response.output_text.delta", text: piece.text, open, done };
    }
    case "reasoning": {
      const id = piece.id ?? `rs_${suffix}`;
      const open = { id, type: "reasoning", summary: [] };
      const shown = piece.redacted !== true && piece.text !== "";
      const summary = shown ? [{ type: "summary_text", text: piece.text }] : [];
      const { signature } = piece;
      const encrypted = signature === undefined ? {} : { encrypted_content: signature };
      const done = { ...open, summary, ...encrypted };
      const deltaType = "response.reasoning_summary_text.delta";
      return { id, deltaType, text: shown ? piece.text : "", open, done };
    }
    case "tool-call": {
      const id = piece.itemId ?? `fc_${suffix}`;
      const text = JSON.stringify(piece.arguments);
      const call = {
        id,
        type: "function_call",
        call_id: piece.id ?? `call_${suffix}`,
        name: piece.name,
      };
      const open = { ...call, status: "in_progress", arguments: "" };
      const done = { ...call, status: "completed", arguments: text };
      return { id, deltaType: "response.function_call_arguments.delta", text, open, done };
    }
  }
}

/** The outer `type` makes the same body an error event where frames are WebSocket messages. */
export function responsesError(
  status: number,
  message: string,
  code?: string,
  named?: string,
): ErrorBody {
  const type = named ?? (status === 429 ? "rate_limit_error" : "api_error");
  return jsonError({ type: "error", status, error: { message, type, code: code ?? null } });
}
