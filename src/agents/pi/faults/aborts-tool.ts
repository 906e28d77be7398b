// A fault in a child, as an extension of pi: its turn is aborted, as a person does with Escape, once
// a tool of it has said something.
import type { ExtensionAPI } from "@earendil-works/pi-coding-agent";

export default function fault(pi: ExtensionAPI): void {
  pi.on("tool_execution_update", (_event, context) => context.abort());
}
