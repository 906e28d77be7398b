// The body in which spans are sent. Pure.
import { attributes } from "./attributes.ts";
import type { Span } from "./spans.ts";

/** The body of a request to `/v1/traces`. */
export function envelope(spans: readonly Span[], version: string): string {
  const resource = { "service.name": "resume-matrix", "service.version": version };
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: attributes(resource) },
        scopeSpans: [{ scope: { name: "resume-matrix", version }, spans }],
      },
    ],
  });
}
