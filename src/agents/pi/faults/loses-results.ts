// A fault in a child, as an extension of pi: what tools gave back is told to the model as if nobody
// had kept it, while the session file has it still.
import type { ExtensionAPI } from "@earendil-works/pi-coding-agent";

export default function fault(pi: ExtensionAPI): void {
  pi.on("context", ({ messages }) => ({
    messages: messages.map((message) =>
      message.role === "toolResult"
        ? { ...message, content: [{ type: "text" as const, text: "No result provided" }] }
        : message,
    ),
  }));
}
