// Puts the frames of each wire format together again, the way a client would, and independently of
// the encoders: its own reading of server-sent events and of AWS event-stream frames.

import { strictEqual } from "node:assert";
import { crc32 } from "node:zlib";
import type { WireApi } from "../../../src/loopback/reply.ts";

export interface Decoded {
  text: string;
  reasoning: string;
  toolName: string;
  toolArguments: string;
  stop: string | undefined;
  inputTokens: number | undefined;
  outputTokens: number | undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: events are as loose as the providers' JSON is
type Event = any;

export function decode(api: WireApi, bytes: Uint8Array): Decoded {
  const decoded: Decoded = {
    text: "",
    reasoning: "",
    toolName: "",
    toolArguments: "",
    stop: undefined,
    inputTokens: undefined,
    outputTokens: undefined,
  };
  const events =
    api === "bedrock-converse-stream" ? eventStream(bytes) : serverSentEvents(bytes, api);
  for (const event of events) readers[api](event, decoded);
  return decoded;
}

function serverSentEvents(bytes: Uint8Array, api: WireApi): Event[] {
  const blocks = Buffer.from(bytes).toString("utf8").split("\n\n");
  strictEqual(blocks.pop(), "", "the last event must be closed by a blank line");
  const events: Event[] = [];
  for (const block of blocks) {
    const lines = block.split("\n");
    const data = lines.find((line) => line.startsWith("data: "))?.slice(6) ?? "";
    const name = lines.find((line) => line.startsWith("event: "))?.slice(7);
    if (data === "[DONE]") continue;
    const event = JSON.parse(data);
    if (api.includes("anthropic") || api.includes("responses")) strictEqual(name, event.type);
    events.push(event);
  }
  return events;
}

function eventStream(bytes: Uint8Array): Event[] {
  const events: Event[] = [];
  let rest = Buffer.from(bytes);
  while (rest.length > 0) {
    const total = rest.readUInt32BE(0);
    const headerLength = rest.readUInt32BE(4);
    strictEqual(rest.readUInt32BE(8), crc32(rest.subarray(0, 8)), "prelude checksum");
    const end = total - 4;
    strictEqual(rest.readUInt32BE(end), crc32(rest.subarray(0, end)), "frame checksum");
    const headers = stringHeaders(rest.subarray(12, 12 + headerLength));
    strictEqual(headers.get(":message-type"), "event");
    const payload = JSON.parse(rest.toString("utf8", 12 + headerLength, end));
    events.push({ [headers.get(":event-type") ?? ""]: payload });
    rest = rest.subarray(total);
  }
  return events;
}

function stringHeaders(bytes: Buffer): Map<string, string> {
  const headers = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const nameEnd = at + 1 + bytes.readUInt8(at);
    strictEqual(bytes.readUInt8(nameEnd), 7, "header type is string");
    const valueEnd = nameEnd + 3 + bytes.readUInt16BE(nameEnd + 1);
    headers.set(
      bytes.toString("utf8", at + 1, nameEnd),
      bytes.toString("utf8", nameEnd + 3, valueEnd),
    );
    at = valueEnd;
  }
  return headers;
}

type Reader = (event: Event, into: Decoded) => void;

const chat: Reader = (event, into) => {
  const [choice] = event.choices;
  const content = choice?.delta?.content;
  if (typeof content === "string") into.text += content;
  for (const part of Array.isArray(content) ? content : []) into.reasoning += part.thinking[0].text;
  into.reasoning += choice?.delta?.reasoning_content ?? "";
  for (const call of choice?.delta?.tool_calls ?? []) {
    into.toolName += call.function.name ?? "";
    into.toolArguments += call.function.arguments;
  }
  into.stop ??= choice?.finish_reason ?? undefined;
  into.inputTokens ??= event.usage?.prompt_tokens;
  into.outputTokens ??= event.usage?.completion_tokens;
};

const responses: Reader = (event, into) => {
  if (event.type === "response.output_text.delta") into.text += event.delta;
  if (event.type === "response.reasoning_summary_text.delta") into.reasoning += event.delta;
  if (event.type === "response.function_call_arguments.delta") into.toolArguments += event.delta;
  if (event.type === "response.output_item.added") into.toolName += event.item.name ?? "";
  if (event.type === "response.completed" || event.type === "response.incomplete") {
    into.stop = event.response.incomplete_details?.reason ?? event.response.status;
    into.inputTokens = event.response.usage.input_tokens;
    into.outputTokens = event.response.usage.output_tokens;
  }
};

const google: Reader = (event, into) => {
  for (const part of event.candidates[0].content.parts) {
    if (part.functionCall) {
      into.toolName += part.functionCall.name;
      into.toolArguments += JSON.stringify(part.functionCall.args);
    } else if (part.thought) into.reasoning += part.text;
    else into.text += part.text;
  }
  into.stop ??= event.candidates[0].finishReason;
  into.inputTokens ??= event.usageMetadata?.promptTokenCount;
  into.outputTokens ??= event.usageMetadata?.candidatesTokenCount;
};

const anthropic: Reader = (event, into) => {
  into.text += event.delta?.text ?? "";
  into.reasoning += event.delta?.thinking ?? "";
  into.toolName += event.content_block?.name ?? "";
  into.toolArguments += event.delta?.partial_json ?? "";
  into.stop ??= event.delta?.stop_reason;
  if (event.type === "message_delta") {
    into.inputTokens = event.usage.input_tokens;
    into.outputTokens = event.usage.output_tokens;
  }
};

const bedrock: Reader = (event, into) => {
  const delta = event.contentBlockDelta?.delta;
  into.text += delta?.text ?? "";
  into.reasoning += delta?.reasoningContent?.text ?? "";
  into.toolName += event.contentBlockStart?.start.toolUse.name ?? "";
  into.toolArguments += delta?.toolUse?.input ?? "";
  into.stop ??= event.messageStop?.stopReason;
  into.inputTokens ??= event.metadata?.usage.inputTokens;
  into.outputTokens ??= event.metadata?.usage.outputTokens;
};

const pi: Reader = (event, into) => {
  if (event.type === "text_delta") into.text += event.delta;
  if (event.type === "thinking_delta") into.reasoning += event.delta;
  if (event.type === "toolcall_delta") into.toolArguments += event.delta;
  into.toolName += event.toolName ?? "";
  if (event.type !== "done") return;
  into.stop = event.reason;
  into.inputTokens = event.usage.input;
  into.outputTokens = event.usage.output;
};

const readers: Readonly<Record<WireApi, Reader>> = {
  "openai-completions": chat,
  "mistral-conversations": chat,
  "openai-responses": responses,
  "azure-openai-responses": responses,
  "openai-codex-responses": responses,
  "google-generative-ai": google,
  "google-vertex": google,
  "anthropic-messages": anthropic,
  "bedrock-converse-stream": bedrock,
  "pi-messages": pi,
};
