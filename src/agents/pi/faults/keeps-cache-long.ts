// A fault in a child, as an extension of pi: it asks its provider to keep prompts for long, which
// changes the marks that a prompt is kept by.
import type { ExtensionAPI } from "@earendil-works/pi-coding-agent";

export default function fault(pi: ExtensionAPI): void {
  pi.on("session_start", () => {
    process.env.PI_CACHE_RETENTION = "long";
  });
}
