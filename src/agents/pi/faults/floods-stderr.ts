// A fault in a child, as an extension of pi: it writes far more to standard error than any pipe
// would hold, before its session is served. A child whose output nobody reads would stop here.
import { writeSync } from "node:fs";
import type { ExtensionAPI } from "@earendil-works/pi-coding-agent";
import { floodBytes } from "../../../formats/fault.ts";

const line = `${"x".repeat(1023)}\n`;

export default function fault(pi: ExtensionAPI): void {
  pi.on("session_start", () => {
    for (let written = 0; written < floodBytes; written += line.length) writeSync(2, line);
  });
}
