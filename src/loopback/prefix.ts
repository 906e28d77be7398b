// One user's part of the loopback provider: its settings, its queue of behaviours, what is open.
// Prefixes share nothing, so that one cell's faults can never reach another's.

import type { Behaviour } from "./behaviour.ts";
import { createPromptCache } from "./cache/prompt-cache.ts";
import type { Clock } from "./clock.ts";
import type { Exchange } from "./exchange.ts";
import type { RequestRecord } from "./record.ts";
import type { SignedBy } from "./rules/judge.ts";
import type { RuleMode } from "./rules/mode.ts";
import { type ServeOptions, serve } from "./serve.ts";
import { wireFormats } from "./wire/index.ts";

export interface PrefixOptions {
  /** From a request's arrival to the first token (default: 0). */
  readonly latencyMs?: number;
  /** The most characters of text in one frame (default: 16). */
  readonly chunkCharacters?: number;
  /** False refuses WebSocket upgrades with 426, as a proxy does that cannot carry them. */
  readonly webSockets?: boolean;
  /** Words whose presence in a request is recorded: `carried`. */
  readonly sought?: string;
  /** Whether requests that a real provider would refuse are refused, only recorded, or not looked at. */
  readonly providerRules?: RuleMode;
  /** Whose signatures the conversation brings back (default: this provider's). */
  readonly signedBy?: SignedBy;
  /** Model requests at once; one more is answered with 429 (default: any number). */
  readonly atOnce?: number;
  /** The first request whose last words hold these is not kept by the cache: nobody asked it in earnest. */
  readonly aside?: string;
  /** Called once for each request, when its outcome is known; for a hang, when it starts. */
  onRequest(record: RequestRecord): void;
}

export interface Prefix {
  readonly takesWebSockets: boolean;
  /** The nth model request from now on meets the nth behaviour, later ones `then`. */
  behave(sequence: readonly Behaviour[], then?: Behaviour): void;
  /** Serves one request; `path` is what follows the prefix. */
  run(exchange: Exchange, path: string): Promise<void>;
  record(record: RequestRecord): void;
  /** Cuts what is still open; nothing is recorded from then on. */
  close(): void;
}

const plain: Behaviour = { kind: "plain" };

const tooMany: Behaviour = {
  kind: "status",
  status: 429,
  message: "Too many requests at once. Please try again in 2s.",
  retryAfterSeconds: 2,
};

export function createPrefix(options: PrefixOptions, clock: Clock): Prefix {
  const open = new Set<Exchange>();
  let queue: Behaviour[] = [];
  let afterwards = plain;
  let release = Promise.withResolvers<void>();
  let ordinal = 0;
  let { aside } = options;
  let closed = false;
  const attempts = new Map<string, number>();
  const record = (entry: RequestRecord) => {
    if (!closed) options.onRequest(entry);
  };
  const serving: ServeOptions = {
    latencyMs: options.latencyMs ?? 0,
    chunkCharacters: options.chunkCharacters ?? 16,
    formats: wireFormats,
    sought: options.sought,
    clock,
    rules: options.providerRules ?? "record",
    signedBy: options.signedBy ?? "this-provider",
    cache: createPromptCache(),
    leavesTrace(lastUserText) {
      if (aside === undefined || !lastUserText.includes(aside)) return true;
      aside = undefined;
      return false;
    },
    attempt(key) {
      const before = attempts.get(key) ?? 0;
      attempts.set(key, before + 1);
      return before;
    },
    next(continuesToolCall) {
      ordinal += 1;
      // The second half of a turn is no turn of its own: it takes nothing from the queue.
      const behaviour = continuesToolCall ? plain : (queue.shift() ?? afterwards);
      const isFull = open.size > (options.atOnce ?? Number.POSITIVE_INFINITY);
      return { behaviour: isFull ? tooMany : behaviour, ordinal, released: release.promise };
    },
    onRequest: record,
  };
  return {
    takesWebSockets: options.webSockets ?? true,
    behave(sequence, then = plain) {
      queue = [...sequence];
      afterwards = then;
      release.resolve();
      release = Promise.withResolvers<void>();
    },
    async run(exchange, path) {
      open.add(exchange);
      exchange.closed.then(() => open.delete(exchange));
      await serve(exchange, path, serving);
    },
    record,
    close() {
      closed = true;
      for (const exchange of open) exchange.reset();
    },
  };
}
