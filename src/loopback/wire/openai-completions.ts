// Chat completions, the format most providers copy: `POST {base}/chat/completions`.

import { encodeChat, parseChat } from "./chat.ts";
import { jsonError, pathOnly, type WireFormat } from "./format.ts";

export const openaiCompletions: WireFormat = {
  api: "openai-completions",
  contentType: "text/event-stream",
  matches: (method, path) => method === "POST" && pathOnly(path).endsWith("/chat/completions"),
  parse: (body) => parseChat("openai-completions", body),
  encode: encodeChat,
  encodeError: (status, message, code) =>
    jsonError({
      error: { message, type: status === 429 ? "rate_limit" : "api_error", code: code ?? status },
    }),
};
