// A fault in a child, as an extension of pi: its session never comes to its start, so the control
// socket that a later extension would open never opens. The process lives and does nothing.
import type { ExtensionAPI } from "@earendil-works/pi-coding-agent";
import { sayInPlace } from "../../../formats/fault.ts";

const forEver = 1 << 30;

export default function fault(pi: ExtensionAPI): void {
  pi.on("session_start", async () => {
    // Nothing else would keep the process from ending by itself.
    setInterval(() => undefined, forEver);
    sayInPlace();
    await new Promise(() => undefined);
  });
}
