// The Gemini API: `POST {base}/models/<id>:streamGenerateContent?alt=sse`.

import type { WireFormat } from "./format.ts";
import { encodeGoogle, googleError, isGoogleStream, parseGoogle } from "./google.ts";

export const googleGenerativeAi: WireFormat = {
  api: "google-generative-ai",
  contentType: "text/event-stream",
  matches: isGoogleStream,
  parse: (body, path) => parseGoogle("google-generative-ai", body, path),
  encode: encodeGoogle,
  encodeError: googleError,
};
