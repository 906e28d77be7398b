// Chat completions, the format most providers copy: `POST {base}/chat/completions`.

import { encodeChat, parseChat } from "./chat.ts";
import { jsonError, pathOnly, type WireFormat } from "./format.ts";

export const openaiCompletions: WireFormat = {
  api: "openai-completions",
  contentType: "text/event-stream",
  matches: (method, path) => method === "POST" && pathOnly(path).endsWith("/chat/completions"),
  parse: (body) => parseChat("openai-completions", body),
  encode: (reply, options) => encodeChat(reply, options, undefined, { cached: cachedUsage }),
  encodeError: (status, message, code, type) =>
    jsonError({
      error: {
        message,
        type: type ?? (status === 429 ? "rate_limit" : "api_error"),
        code: code ?? status,
      },
    }),
};

/** DeepSeek counts hits and misses beside the field that everybody else has. */
const cachedUsage = (cached_tokens: number, input: number) => ({
  prompt_tokens_details: { cached_tokens },
  prompt_cache_hit_tokens: cached_tokens,
  prompt_cache_miss_tokens: input - cached_tokens,
});
