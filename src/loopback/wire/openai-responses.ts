// The responses format: `POST {base}/responses`.

import type { WireFormat } from "./format.ts";
import { pathOnly } from "./format.ts";
import { encodeResponses, parseResponses, responsesError, responsesItems } from "./responses.ts";

export const openaiResponses: WireFormat = {
  api: "openai-responses",
  contentType: "text/event-stream",
  matches: (method, path) => method === "POST" && pathOnly(path).endsWith("/responses"),
  parse: (body) => parseResponses("openai-responses", body),
  encode: encodeResponses,
  encodeError: responsesError,
  outputItems: responsesItems,
};
