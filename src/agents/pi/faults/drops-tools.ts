// A fault in a child, as an extension of pi: two tools are left of those that the seed had.
import type { ExtensionAPI } from "@earendil-works/pi-coding-agent";

export default function fault(pi: ExtensionAPI): void {
  pi.on("session_start", () => pi.setActiveTools(["read", "bash"]));
}
