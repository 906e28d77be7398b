// A fault in a child, as an extension of pi: it starts a process that does not end with it, as a
// careless tool would.
import { spawn } from "node:child_process";
import type { ExtensionAPI } from "@earendil-works/pi-coding-agent";

export default function fault(pi: ExtensionAPI): void {
  pi.on("session_start", () => {
    spawn("sleep", ["300"], { detached: true, stdio: "ignore" }).unref();
  });
}
