// Mistral's chat completions: `POST {base}/v1/chat/completions`. Reasoning is a part of the content.

import { encodeChat, parseChat } from "./chat.ts";
import { jsonError, pathOnly, type WireFormat } from "./format.ts";

export const mistralConversations: WireFormat = {
  api: "mistral-conversations",
  contentType: "text/event-stream",
  matches: (method, path) => method === "POST" && pathOnly(path).endsWith("/v1/chat/completions"),
  parse: (body) => parseChat("mistral-conversations", body),
  encode: (reply, options) => encodeChat(reply, options, thinking, { wholeCalls: true }),
  encodeError: (status, message, code, type) =>
    jsonError({ object: "error", message, type: type ?? "api_error", code: code ?? status }),
};

const thinking = (text: string) => ({
  content: [{ type: "thinking", thinking: [{ type: "text", text }] }],
});
