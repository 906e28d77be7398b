// A resident as it must not be: it serves its socket as asked, and closes it in
// `session_shutdown`, which lets the process end with its turn.
import { mkdirSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import type { ExtensionAPI } from "@earendil-works/pi-coding-agent";

export default function closing(pi: ExtensionAPI): void {
  let server: Server | undefined;
  let settledTurns = 0;
  pi.registerFlag("entwurf-control", { type: "boolean" });
  pi.on("session_start", async (_event, context) => {
    const directory = process.env.RESUME_MATRIX_CONTROL_DIR ?? "";
    const sessionId = context.sessionManager.getSessionId();
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    server = createServer((socket) => {
      socket.on("error", () => socket.destroy());
      socket.on("data", () => {
        const data = {
          sessionId,
          pid: process.pid,
          cwd: context.cwd,
          model: null,
          idle: context.isIdle(),
          settledTurns,
          resident: true,
        };
        const response = { type: "response", command: "get_info", success: true, data };
        socket.write(`${JSON.stringify(response)}\n`);
      });
    });
    const listening = new Promise((resolve) => server?.once("listening", resolve));
    server.listen(join(directory, `${sessionId}.sock`));
    await listening;
  });
  pi.on("agent_settled", () => {
    settledTurns += 1;
  });
  pi.on("session_shutdown", () => {
    server?.close();
  });
}
