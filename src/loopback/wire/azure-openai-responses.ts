// The responses format as Azure serves it: `POST {base}/responses?api-version=…`.

import { pathOnly, type WireFormat } from "./format.ts";
import { encodeResponses, parseResponses, responsesError, responsesItems } from "./responses.ts";

export const azureOpenaiResponses: WireFormat = {
  api: "azure-openai-responses",
  contentType: "text/event-stream",
  matches: (method, path) =>
    method === "POST" && pathOnly(path).endsWith("/responses") && /[?&]api-version=/.test(path),
  parse: (body) => parseResponses("azure-openai-responses", body),
  encode: encodeResponses,
  encodeError: responsesError,
  outputItems: responsesItems,
};
