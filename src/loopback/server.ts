// The embedded model provider: one loopback port, one prefix for each user of it, all wire formats.
// Finds the prefix of a request and hands it on. It must never reach beyond 127.0.0.1.

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Behaviour } from "./behaviour.ts";
import { type Clock, ownClock } from "./clock.ts";
import { type Exchange, httpExchange, readBody } from "./exchange.ts";
import { type Handlers, listen } from "./listen.ts";
import { createPrefix, type Prefix, type PrefixOptions } from "./prefix.ts";
import { asked, refused } from "./record.ts";
import { plainError } from "./serve.ts";
import { socketUpgrader, type UpgradeDecision } from "./websocket.ts";
import { wireFormats } from "./wire/index.ts";

interface LoopbackPrefix {
  /** Where an agent's providers are redirected to; has no trailing slash. */
  readonly baseUrl: string;
  /** The nth model request from now on meets the nth behaviour, later ones `then` (plain). */
  behave(sequence: readonly Behaviour[], then?: Behaviour): void;
  /** Cuts what is still open below the prefix; nothing is recorded from then on. */
  close(): void;
}

export interface LoopbackServer {
  readonly port: number;
  readonly origin: string;
  /** Throws when the name is in use, or is not letters, digits, dots, hyphens and underscores. */
  openPrefix(name: string, options: PrefixOptions): LoopbackPrefix;
  /** Destroys what is still open; resolves when the port is free. */
  close(): Promise<void>;
}

export interface LoopbackOptions {
  /** The system's choice unless named. */
  readonly port?: number;
  /** This process's own unless given. */
  readonly clock?: Clock;
}

/** Starts the provider; rejects when the port is taken. */
export async function startLoopback(options: LoopbackOptions = {}): Promise<LoopbackServer> {
  const clock = options.clock ?? ownClock;
  const prefixes = new Map<string, Prefix>();
  const upgrader = socketUpgrader((path) => decideUpgrade(path, prefixes, clock));
  const listener = await listen(options.port ?? 0, {
    request: (...received) =>
      void receive(prefixes, ...received).catch((error) => fail(received, error)),
    upgrade(request, socket, head) {
      try {
        upgrader.handle(request, socket, head);
      } catch (error) {
        warn(error);
        socket.destroy();
      }
    },
  });
  const origin = `http://127.0.0.1:${listener.port}`;
  return {
    port: listener.port,
    origin,
    openPrefix(name, prefixOptions) {
      refuseName(name, prefixes);
      const prefix = createPrefix(prefixOptions, clock);
      prefixes.set(name, prefix);
      const close = () => {
        // A later prefix of the same name is somebody else's.
        if (prefixes.get(name) === prefix) prefixes.delete(name);
        prefix.close();
      };
      return { baseUrl: `${origin}/${name}`, behave: prefix.behave, close };
    },
    async close() {
      for (const prefix of prefixes.values()) prefix.close();
      upgrader.close();
      await listener.close();
    },
  };
}

type Prefixes = ReadonlyMap<string, Prefix>;

async function receive(
  prefixes: Prefixes,
  ...[request, response, transport, reset]: Parameters<Handlers["request"]>
): Promise<void> {
  const body = await readBody(request).catch((error: Error) => error);
  if (body instanceof Error) return unreadable(request, response, body);
  const exchange = httpExchange(request, response, body, transport, reset);
  const [name, below] = split(exchange.path);
  const prefix = prefixes.get(name);
  if (prefix === undefined) return exchange.refuse(404, plainError(unknownPrefix(name)));
  await prefix.run(exchange, below);
}

/** A mistake of ours: it is seen in a warning and by this client, and no request ends the process. */
function fail([, response, , reset]: Parameters<Handlers["request"]>, error: unknown): void {
  warn(error);
  if (response.headersSent || response.destroyed) reset();
  else {
    response.writeHead(500, { "content-type": "application/json" });
    response.end(plainError("The loopback provider failed; its own output says why.").body);
  }
}

const warn = (error: unknown) =>
  process.emitWarning(error instanceof Error ? error : String(error));

/** The client left in the middle of its request, or sent a body that cannot be decompressed. */
function unreadable(request: IncomingMessage, response: ServerResponse, error: Error): void {
  if (!request.complete) return;
  response.writeHead(400, { "content-type": "application/json" });
  response.end(plainError(`The body cannot be read: ${error.message}`).body);
}

function decideUpgrade(path: string, prefixes: Prefixes, clock: Clock): UpgradeDecision {
  const [name, below] = split(path);
  const prefix = prefixes.get(name);
  if (prefix === undefined) return { status: 404, message: unknownPrefix(name) };
  // A message on the socket is what a POST is on HTTP, so the path is matched as one.
  const format = wireFormats.find(({ matches }) => matches("POST", below));
  if (prefix.takesWebSockets && format?.webSocket === true) {
    const accept = (exchange: Exchange) =>
      void prefix.run(exchange, below).catch((error) => {
        warn(error);
        exchange.reset();
      });
    return { accept };
  }
  const message = "No WebSocket is taken here. Send the request over HTTP.";
  const upgrade = { method: "GET", transport: "websocket" } as const;
  const seen = { ...asked(upgrade, below, clock.monotonicMs()), api: format?.api ?? null };
  prefix.record({ ...seen, ...refused(426, message), durationMs: 0 });
  return { status: 426, message };
}

/** `/name/rest?query` → name and `/rest?query`. */
function split(path: string): [name: string, below: string] {
  const match = /^\/([^/?]*)(.*)$/s.exec(path);
  return [match?.[1] ?? "", match?.[2] || "/"];
}

function unknownPrefix(name: string): string {
  return `No prefix "${name}" is open on this loopback provider. Check the provider's baseUrl.`;
}

function refuseName(name: string, prefixes: Prefixes): void {
  if (!/^[\w.-]+$/.test(name)) {
    throw new Error(`"${name}" cannot be a loopback prefix: use letters, digits, ".", "-", "_".`);
  }
  if (prefixes.has(name)) {
    throw new Error(`Loopback prefix "${name}" is already open. Close it or take another name.`);
  }
}
