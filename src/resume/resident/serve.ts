// Lines in, responses out, over any number of connections. Whatever a client sends and however
// it goes away, nothing is thrown, and one client never costs another its answer.
import type { Server, Socket } from "node:net";
import { longestLine, type Response } from "../../formats/control-protocol.ts";
import { formatResponse } from "../control/protocol.ts";

export interface LineServer {
  /** Takes no more connections, gives what is being answered a moment, then closes them all. */
  close(graceMs: number): Promise<void>;
}

const mostConnections = 128;
/** A client that neither asks nor waits for an answer gives its place to others after this long. */
const idleLimitMs = 60_000;
/** A client that does not read its answers loses them. */
const mostUnreadBytes = 4 * 1024 * 1024;
const farewellMs = 1000;

/** Attach before the server listens. `answer` must not reject. */
export function serveLines(
  server: Server,
  answer: (line: string) => Promise<Response>,
): LineServer {
  const sockets = new Set<Socket>();
  server.maxConnections = mostConnections;
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    attend(socket, answer);
  });
  // After the claim only a failed accept (too many open files) comes here; the next may work.
  server.on("error", () => undefined);

  return {
    async close(graceMs) {
      server.close();
      for (const socket of sockets) socket.end();
      const deadline = Date.now() + graceMs;
      while (sockets.size > 0 && Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      for (const socket of sockets) socket.destroy();
    },
  };
}

function attend(socket: Socket, answer: (line: string) => Promise<Response>): void {
  let partial = "";
  let waiting = 0;
  let finished = false;

  const write = (response: Response) => {
    if (!socket.writable) return;
    socket.write(formatResponse(response));
    if (socket.writableLength > mostUnreadBytes) socket.destroy();
  };
  const handle = async (line: string) => {
    waiting += 1;
    write(await answer(line));
    waiting -= 1;
    if (finished && waiting === 0) socket.end();
  };

  socket.setEncoding("utf8");
  socket.setTimeout(idleLimitMs, () => {
    if (waiting === 0) socket.destroy();
  });
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk: string) => {
    const lines = (partial + chunk).split("\n");
    partial = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") void handle(line);
    if (partial.length > longestLine) {
      const error = `more than ${longestLine} characters without a line break: send less at once`;
      write({ type: "response", command: "unknown", success: false, error });
      partial = "";
      stopListening(socket);
    }
  });
  // The client may have closed its sending half only, and still read.
  socket.on("end", () => {
    finished = true;
    if (waiting === 0) socket.end();
  });
}

/** Closed at once, with its bytes unread, the client would see a reset and never the reason. */
function stopListening(socket: Socket): void {
  socket.removeAllListeners("data");
  socket.resume();
  socket.end();
  setTimeout(() => socket.destroy(), farewellMs).unref();
}
