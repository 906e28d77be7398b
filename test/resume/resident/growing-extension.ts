// The resident, and in its way another process that writes to the session once this one has read it.
import { appendFileSync } from "node:fs";
import type { ExtensionAPI } from "@earendil-works/pi-coding-agent";
import resident from "../../../src/agents/pi/resident/extension.ts";

export default function growing(pi: ExtensionAPI): void {
  pi.on("session_start", (_event, { sessionManager }) => {
    const parentId = sessionManager.getLeafId();
    const entry = { type: "custom", customType: "other", id: "0therid1", parentId, timestamp: "" };
    appendFileSync(sessionManager.getSessionFile() as string, `${JSON.stringify(entry)}\n`);
  });
  resident(pi);
}
