// A fault in a child, as an extension of pi: what the session says of system prompt and tools is hidden
// from the extensions behind it, so that a resident restores neither.
import type { ExtensionAPI } from "@earendil-works/pi-coding-agent";

export default function fault(pi: ExtensionAPI): void {
  pi.on("session_start", (_event, { sessionManager }) => {
    const whole = sessionManager.getBranch.bind(sessionManager);
    sessionManager.getBranch = (...asked) =>
      whole(...asked).filter(
        (entry) => entry.type !== "message" || entry.message.role !== "system",
      );
  });
}
