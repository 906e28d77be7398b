// Stand-in: an extension that opens a control socket and, like the real one, closes it with the turn.
import { mkdirSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { recordOfSession, sessionsDirectory } from "./lib/meta-session.ts";

interface Context {
  readonly sessionManager: { getSessionId(): string };
}

interface Pi {
  registerFlag(name: string, options: { type: "boolean"; description: string }): void;
  getFlag(name: string): unknown;
  on(event: string, handler: (event: unknown, context: Context) => unknown): void;
}

export default function control(pi: Pi): void {
  pi.registerFlag("entwurf-control", { type: "boolean", description: "stand-in" });
  let server: Server | null = null;
  let path = "";
  pi.on("session_start", async (_event, context) => {
    if (pi.getFlag("entwurf-control") !== true) return;
    const native = context.sessionManager.getSessionId();
    const sessionId = recordOfSession(sessionsDirectory(), native)?.gardenId ?? native;
    const directory = join(homedir(), ".pi", "entwurf-control");
    mkdirSync(directory, { recursive: true });
    path = join(directory, `${sessionId}.sock`);
    const answer = { type: "response", command: "get_info", success: true, data: { sessionId } };
    server = createServer((socket) => {
      socket.on("error", () => socket.destroy());
      socket.on("data", () => socket.write(`${JSON.stringify(answer)}\n`));
    });
    await new Promise<void>((resolve) => server?.listen(path, resolve));
  });
  pi.on("session_shutdown", () => {
    server?.close();
    rmSync(path, { force: true });
  });
}
