// The extension that pi loads into a resumed child (`--extension <this file> --entwurf-control`).
// It passes pi's events on and decides nothing; without the flag it does nothing at all.
import { writeSync } from "node:fs";
import type { ExtensionAPI, ExtensionContext } from "@earendil-works/pi-coding-agent";
import { otherSessionExit } from "../control/protocol.ts";
import { type Resident, startResident } from "./resident.ts";
import { OtherSessionError } from "./session-check.ts";

const flag = "entwurf-control";

export default function extension(pi: ExtensionAPI): void {
  let resident: Resident | undefined;

  pi.registerFlag(flag, {
    type: "boolean",
    description: "Serve this session on a control socket and stay after the turn",
  });
  pi.on("session_start", async (_event, context) => {
    if (pi.getFlag(flag) !== true) return;
    resident = await serve(pi, context);
  });
  pi.on("session_shutdown", (event) => resident?.shutdown(event.reason));

  pi.on("agent_start", () => resident?.conversation.agentStarted());
  pi.on("agent_settled", () => {
    // Before anybody hears that the turn is over, and may take the session for what it is named.
    resident?.keepName();
    resident?.conversation.settled();
  });
  pi.on("input", ({ source, streamingBehavior, text }) => {
    if (source === "extension" && streamingBehavior) resident?.conversation.messageQueued(text);
  });
  pi.on("message_start", ({ message }) => {
    if (message.role === "user") resident?.conversation.userStarted(textOf(message.content));
  });
  pi.on("message_end", ({ message }) => {
    if (message.role !== "assistant") return;
    const { content, stopReason, errorMessage = null } = message;
    resident?.conversation.assistantEnded({ text: textOf(content), stopReason, errorMessage });
  });
}

async function serve(pi: ExtensionAPI, context: ExtensionContext): Promise<Resident | undefined> {
  try {
    return await startResident(pi, context, {
      controlDirectory: process.env.RESUME_MATRIX_CONTROL_DIR,
      marker: process.env.RESUME_MATRIX_RESIDENT_SESSION_ID,
      sessionFile: process.env.RESUME_MATRIX_RESIDENT_SESSION_FILE,
      note,
    });
  } catch (error) {
    note(`not served: ${error instanceof Error ? error.message : String(error)}`);
    // Unattended, a turn that nobody can observe or stop must not run.
    if (context.mode === "json" || context.mode === "print") {
      process.exit(error instanceof OtherSessionError ? otherSessionExit : 1);
    }
    return undefined;
  }
}

/** Straight to the descriptor: a reader that is gone must not raise an error event. */
function note(text: string): void {
  try {
    writeSync(2, `resume-matrix: ${text}\n`);
  } catch {
    // Nobody reads it.
  }
}

function textOf(content: string | readonly { type: string; text?: string }[]): string {
  if (typeof content === "string") return content;
  return content.map((part) => (part.type === "text" ? part.text : "")).join("");
}
