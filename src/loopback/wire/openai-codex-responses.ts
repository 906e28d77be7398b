// The responses format as the Codex backend speaks it: `{base}/codex/responses`, by WebSocket with
// one JSON message an event, or by POST with server-sent events and a compressed body.

import { pathOnly, type WireFormat } from "./format.ts";
import { encodeResponses, parseResponses, responsesError, responsesItems } from "./responses.ts";

export const openaiCodexResponses: WireFormat = {
  api: "openai-codex-responses",
  contentType: "text/event-stream",
  webSocket: true,
  matches: (method, path) => method === "POST" && pathOnly(path).endsWith("/codex/responses"),
  parse: (body) => parseResponses("openai-codex-responses", body),
  encode: encodeResponses,
  encodeError: responsesError,
  outputItems: responsesItems,
};
