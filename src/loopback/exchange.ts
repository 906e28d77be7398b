// One request and the way back to its client, whatever carries it: HTTP/1.1, HTTP/2 or a WebSocket.
// Moves bytes; it must never look into them.

import type { IncomingMessage, ServerResponse } from "node:http";
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import type { Message } from "./reply.ts";
import type { ErrorBody, Frame } from "./wire/format.ts";

export type Transport = "http1" | "http2" | "websocket";

/** A conversation up to and with a reply: as it is read, and as it was sent. */
export interface Remembered {
  readonly messages: readonly Message[];
  readonly input: readonly unknown[];
}

export interface Exchange {
  readonly transport: Transport;
  readonly method: string;
  /** The whole path with its query. */
  readonly path: string;
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Aborted when the connection went away before the response was complete. */
  readonly gone: AbortSignal;
  /** Resolves when the response is complete or the client is gone. */
  readonly closed: Promise<void>;
  /** What was said so far on a connection that keeps state between requests, by reply id. */
  readonly history?: Map<string, Remembered>;
  /** Sends the headers of a streamed reply. */
  open(contentType: string): void;
  send(frame: Frame): void;
  /** Resolves when everything sent so far has left this process, or the client is gone. */
  flush(): Promise<void>;
  /** Ends the response; `complete` is false when frames were left out. */
  end(complete: boolean): void;
  /** Answers with an error instead of a reply. */
  refuse(status: number, error: ErrorBody): void;
  /** Cuts the connection without a word. */
  reset(): void;
}

/** Reads the request's body, decompressed; rejects when the client leaves before its end. */
export async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of request) parts.push(part as Uint8Array);
  const body = Buffer.concat(parts);
  switch (request.headers["content-encoding"]) {
    case "zstd":
      return zstdDecompressSync(body);
    case "gzip":
      return gunzipSync(body);
    default:
      return body;
  }
}

/** An exchange over HTTP. Node's HTTP/2 compatibility layer offers the same two objects. */
export function httpExchange(
  request: IncomingMessage,
  response: ServerResponse,
  body: Uint8Array,
  transport: "http1" | "http2",
  reset: () => void,
): Exchange {
  const gone = new AbortController();
  const closed = Promise.withResolvers<void>();
  let ended = false;
  let sent = Promise.resolve();
  const end = (text?: string) => {
    ended = true;
    response.end(text);
  };
  response.on("close", () => {
    if (!ended) gone.abort();
    closed.resolve();
  });
  response.on("error", () => gone.abort());
  return {
    transport,
    method: request.method ?? "",
    path: request.url ?? "",
    body,
    headers: request.headers,
    gone: gone.signal,
    closed: closed.promise,
    open(contentType) {
      response.writeHead(200, { "content-type": contentType, "cache-control": "no-store" });
      response.flushHeaders();
    },
    send(frame) {
      sent = new Promise((resolve) => response.write(frame, () => resolve()));
    },
    flush: () => Promise.race([sent, closed.promise]),
    end: () => end(),
    refuse(status, error) {
      response.writeHead(status, { "content-type": error.contentType, ...error.headers });
      end(error.body);
    },
    reset,
  };
}
