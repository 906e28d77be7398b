// A small client and a server with one prefix, for tests of the server on real sockets.

import { request as httpRequest } from "node:http";
import { connect } from "node:http2";
import { onTestFinished } from "vitest";
import type { Clock } from "../../src/loopback/clock.ts";
import type { PrefixOptions } from "../../src/loopback/prefix.ts";
import type { RequestRecord } from "../../src/loopback/record.ts";
import {
  type LoopbackOptions,
  type LoopbackServer,
  startLoopback,
} from "../../src/loopback/server.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
  readonly body: Buffer;
}

/** What ends with a test: a concurrent one must give its own, as the global cannot tell which runs. */
type AtEnd = (end: () => void | Promise<void>) => void;
type ServerOptions = LoopbackOptions & { readonly atEnd?: AtEnd };

/** A server that ends with the test. */
export async function testServer(options: ServerOptions = {}): Promise<LoopbackServer> {
  const { atEnd = onTestFinished, ...rest } = options;
  const server = await startLoopback(rest);
  atEnd(() => server.close());
  return server;
}

export async function testPrefix(
  options: Partial<PrefixOptions> = {},
  serverOptions: ServerOptions = {},
) {
  const server = await testServer(serverOptions);
  const records: RequestRecord[] = [];
  const prefix = server.openPrefix("cell", {
    onRequest: (record) => records.push(record),
    ...options,
  });
  return { server, prefix, records };
}

/** Time that stands still, but for `pass`: it brings the moment that the first sleeper waits for. */
export function stoppedClock() {
  let nowMs = 0;
  const sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];
  const clock: Clock = {
    monotonicMs: () => nowMs,
    sleep: (durationMs, signal) =>
      new Promise((wake) => {
        sleepers.push({ atMs: nowMs + durationMs, wake });
        signal.addEventListener("abort", () => wake(), { once: true });
      }),
  };
  const pass = () => {
    const sleeper = sleepers.shift();
    nowMs = sleeper?.atMs ?? nowMs;
    sleeper?.wake();
  };
  return { clock, pass, isAwaited: () => sleepers.length > 0 };
}

/** A question that the script answers with `said`, in the chat-completions format. */
export function chatBody(said: string): string {
  const content = `made by joining these parts with nothing between them: "${said}"`;
  return JSON.stringify({ model: "some-model", messages: [{ role: "user", content }] });
}

/** Rejects when the connection breaks before the response is complete. */
export function post(
  url: string,
  body: string | Buffer,
  options: { headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: "POST", agent: false, ...options }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part) => parts.push(part));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts),
        }),
      );
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** The same over HTTP/2 with prior knowledge, on a connection of its own. */
export function post2(origin: string, path: string, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const session = connect(origin);
    const stream = session.request({ ":method": "POST", ":path": path });
    const parts: Buffer[] = [];
    let headers: Record<string, string | string[] | number | undefined> = {};
    const fail = (error: Error) => {
      session.destroy();
      reject(error);
    };
    session.on("error", fail);
    stream.on("error", fail);
    stream.on("response", (received) => {
      headers = received;
    });
    stream.on("data", (part) => parts.push(part));
    let ended = false;
    stream.on("end", () => {
      ended = true;
    });
    // A connection that broke may end the stream without an error: only then is there no status.
    stream.on("close", () => {
      session.close();
      const status = Number(headers[":status"]);
      if (!ended || stream.rstCode !== 0 || Number.isNaN(status)) fail(new Error("broken off"));
      else resolve({ status, headers, body: Buffer.concat(parts) });
    });
    stream.end(body);
  });
}

/** Rejects when the condition does not come true within half a minute. */
export async function until(condition: () => boolean): Promise<void> {
  const endMs = performance.now() + 30_000;
  while (!condition()) {
    if (performance.now() > endMs) throw new Error(`never came true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
