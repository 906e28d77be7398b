// WebSocket connections: each message is one request, and the connection remembers what was said.
// Decides nothing: the caller says for each path whether an upgrade is accepted.

import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Exchange, Remembered } from "./exchange.ts";

export type UpgradeDecision =
  | { readonly accept: (exchange: Exchange) => void }
  | { readonly status: number; readonly message: string };

export interface Upgrader {
  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

/** Upgrades connections for which `decide` accepts the path, and refuses the others in HTTP. */
export function socketUpgrader(decide: (path: string) => UpgradeDecision): Upgrader {
  const server = new WebSocketServer({ noServer: true });
  return {
    handle(request, socket, head) {
      const decision = decide(request.url ?? "/");
      if ("status" in decision) return refuseUpgrade(socket, decision.status, decision.message);
      server.handleUpgrade(request, socket, head, (webSocket) =>
        converse(webSocket, request, decision.accept),
      );
    },
    close() {
      for (const client of server.clients) client.terminate();
    },
  };
}

function refuseUpgrade(socket: Duplex, status: number, message: string): void {
  const body = JSON.stringify({ error: { message } });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

function converse(
  webSocket: WebSocket,
  request: IncomingMessage,
  accept: (exchange: Exchange) => void,
): void {
  const history = new Map<string, Remembered>();
  webSocket.on("error", () => webSocket.terminate());
  webSocket.on("message", (data) => {
    const body = Buffer.isBuffer(data) ? data : Buffer.concat([data].flat() as Buffer[]);
    accept(messageExchange(webSocket, request, body, history));
  });
}

function messageExchange(
  webSocket: WebSocket,
  request: IncomingMessage,
  body: Buffer,
  history: Map<string, Remembered>,
): Exchange {
  const gone = new AbortController();
  const closed = Promise.withResolvers<void>();
  const onClose = () => {
    gone.abort();
    closed.resolve();
  };
  webSocket.once("close", onClose);
  const done = () => {
    webSocket.off("close", onClose);
    closed.resolve();
  };
  return {
    transport: "websocket",
    // A message has no method; formats know requests that carry a body as POST.
    method: "POST",
    path: request.url ?? "/",
    body,
    // What an upgrade was asked with holds for each message on the socket.
    headers: request.headers,
    gone: gone.signal,
    closed: closed.promise,
    history,
    open() {},
    send: (frame) => webSocket.send(frame),
    flush: () => new Promise((resolve) => webSocket.ping("", false, () => setImmediate(resolve))),
    end(complete) {
      if (!complete) webSocket.close(1000);
      done();
    },
    refuse(_status, error) {
      webSocket.send(error.body);
      done();
    },
    reset() {
      webSocket.terminate();
      done();
    },
  };
}
