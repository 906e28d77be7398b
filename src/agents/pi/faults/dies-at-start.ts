// A fault in a child, as an extension of pi: it ends before anything of its session was served.
import type { ExtensionAPI } from "@earendil-works/pi-coding-agent";
import { diesWith } from "../../../formats/fault.ts";

export default function fault(pi: ExtensionAPI): void {
  pi.on("session_start", () => process.exit(diesWith));
}
