// A fault in a child, as an extension of pi: where its control socket should be it puts a symbolic
// link, and its session never comes to its start.
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import type { ExtensionAPI } from "@earendil-works/pi-coding-agent";
import { sayInPlace } from "../../../formats/fault.ts";

const forEver = 1 << 30;

export default function fault(pi: ExtensionAPI): void {
  pi.on("session_start", async (_event, context) => {
    const directory = process.env.RESUME_MATRIX_CONTROL_DIR ?? "";
    const name = `${context.sessionManager.getSessionId()}.sock`;
    symlinkSync(join(directory, "elsewhere.sock"), join(directory, name));
    // Nothing else would keep the process from ending by itself.
    setInterval(() => undefined, forEver);
    sayInPlace();
    await new Promise(() => undefined);
  });
}
