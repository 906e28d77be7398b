// The same on Vertex AI: `POST {base}/v1/publishers/google/models/<id>:streamGenerateContent`.

import type { WireFormat } from "./format.ts";
import { encodeGoogle, googleError, isGoogleStream, parseGoogle } from "./google.ts";

export const googleVertex: WireFormat = {
  api: "google-vertex",
  contentType: "text/event-stream",
  matches: (method, path) => isGoogleStream(method, path) && path.includes("/publishers/"),
  parse: (body, path) => parseGoogle("google-vertex", body, path),
  encode: encodeGoogle,
  encodeError: googleError,
};
