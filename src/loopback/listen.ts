// One TCP port for HTTP/1.1, HTTP/2 without TLS, and WebSockets: the first bytes tell which.
// Knows nothing of prefixes or wire formats.

import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { createServer as createHttp2Server, type Http2ServerRequest } from "node:http2";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";

export interface Handlers {
  request(
    request: IncomingMessage,
    response: ServerResponse,
    transport: "http1" | "http2",
    reset: () => void,
  ): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export interface Listener {
  readonly port: number;
  /** Destroys every connection and stops listening; resolves when the port is free. */
  close(): Promise<void>;
}

/** Listens on 127.0.0.1; port 0 lets the system choose. Rejects when the port is taken. */
export async function listen(port: number, handlers: Handlers): Promise<Listener> {
  const sockets = new Set<Socket>();
  const http1 = createHttpServer((request, response) =>
    handlers.request(request, response, "http1", () => request.socket.resetAndDestroy()),
  );
  // A resident may be silent for minutes between two turns; its client keeps the connection.
  http1.keepAliveTimeout = 0;
  http1.on("upgrade", handlers.upgrade);
  const http2 = createHttp2Server((request, response) => {
    handlers.request(
      request as unknown as IncomingMessage,
      response as unknown as ServerResponse,
      "http2",
      () => resetSession(request, sockets),
    );
  });
  // A client that leaves in the middle is no fault of the server.
  http1.on("clientError", (_error, socket) => socket.destroy());
  http2.on("sessionError", () => {});
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    sniff(socket, (isHttp2) => (isHttp2 ? http2 : http1).emit("connection", socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

const http2Preface = Buffer.from("PRI * HTTP/2");

/** Waits until the first bytes can only be one protocol, and puts them back for it to read. */
function sniff(socket: Socket, decide: (isHttp2: boolean) => void): void {
  let seen = Buffer.alloc(0);
  const onReadable = () => {
    const more: Buffer | null = socket.read();
    if (more === null) return;
    seen = Buffer.concat([seen, more]);
    const length = Math.min(seen.length, http2Preface.length);
    const agrees = seen.subarray(0, length).equals(http2Preface.subarray(0, length));
    if (agrees && length < http2Preface.length) return;
    socket.off("readable", onReadable);
    // Only now: bytes put back earlier would be announced as new ones, without end.
    socket.unshift(seen);
    decide(agrees);
  };
  socket.on("readable", onReadable);
}

/** Finds the session's real socket by its port: the session only lends out a guarded proxy. */
function resetSession(request: Http2ServerRequest, sockets: ReadonlySet<Socket>): void {
  const session = request.stream.session;
  const port = session?.socket.remotePort;
  for (const socket of sockets) if (socket.remotePort === port) socket.resetAndDestroy();
  session?.destroy();
}
