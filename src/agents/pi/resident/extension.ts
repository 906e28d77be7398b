// The extension that pi loads into a resumed child (`--extension <this file> --entwurf-control`).
// It passes pi's events on and decides nothing; without the flag it does nothing at all.
import type { ExtensionAPI, ExtensionContext } from "@earendil-works/pi-coding-agent";
import { otherLoadoutExit, otherSessionExit } from "../../../formats/control-protocol.ts";
import { note } from "../../../resume/resident/note.ts";
import { type Resident, startResident } from "../../../resume/resident/resident.ts";
import { OtherSessionError } from "../../../resume/resident/session-check.ts";
import { listenTo } from "./events.ts";
import { servedSession } from "./host.ts";
import { registerLaunch } from "./launch.ts";
import { OtherLoadoutError, restoring } from "./restoring.ts";

const flag = "entwurf-control";

export default function extension(pi: ExtensionAPI): void {
  let resident: Resident | undefined;

  pi.registerFlag(flag, {
    type: "boolean",
    description: "Serve this session on a control socket and stay after the turn",
  });
  const launch = registerLaunch(pi, () => resident?.conversation);
  const loadout = restoring(pi);
  pi.on("session_start", async (_event, context) => {
    if (pi.getFlag(flag) !== true) return;
    await serving(context, async () => {
      loadout.restore(context);
      // Before the socket is there: a process that sees it may assume that the message was received whole.
      await launch.receive();
      resident = await startResident(servedSession(pi, context), {
        controlDirectory: process.env.RESUME_MATRIX_CONTROL_DIR,
        marker: process.env.RESUME_MATRIX_RESIDENT_SESSION_ID,
        sessionFile: process.env.RESUME_MATRIX_RESIDENT_SESSION_FILE,
        note,
      });
    });
  });
  pi.on("session_shutdown", (event) => resident?.shutdown(event.reason));
  // Before anybody hears that the turn is over, and may take the session for what it is named.
  pi.on("agent_settled", () => resident?.keepName());
  listenTo(pi, () => resident?.conversation);
}

async function serving(context: ExtensionContext, start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    note(`not served: ${error instanceof Error ? error.message : String(error)}`);
    // Unattended, a turn that nobody can observe or stop must not run.
    if (context.mode === "json" || context.mode === "print") {
      process.exit(exitCodeFor(error));
    }
  }
}

function exitCodeFor(error: unknown): number {
  if (error instanceof OtherSessionError) return otherSessionExit;
  return error instanceof OtherLoadoutError ? otherLoadoutExit : 1;
}
