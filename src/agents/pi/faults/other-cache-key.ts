// A fault in a child, as an extension of pi: it tells its provider another key to keep the prompt by,
// as a session with another id would.
import type { ExtensionAPI } from "@earendil-works/pi-coding-agent";

export default function fault(pi: ExtensionAPI): void {
  pi.on("before_provider_request", ({ payload }) => ({
    ...(payload as object),
    prompt_cache_key: "another-session",
  }));
}
