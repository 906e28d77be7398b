// Serves one model request: reads it, plans the answer, carries the plan out, records the outcome.
// The only place where behaviour, script and wire format meet; it must record each request once.

import { setTimeout as sleep } from "node:timers/promises";
import { type Behaviour, continuesToolCall, plan } from "./behaviour.ts";
import type { Exchange } from "./exchange.ts";
import { type Asked, asked, type Outcome, type RequestRecord } from "./record.ts";
import { type ModelRequest, type Reply, visibleText } from "./reply.ts";
import { answer } from "./script.ts";
import type { ErrorBody, WireFormat } from "./wire/format.ts";
import { BadRequest } from "./wire/shape.ts";

export interface ServeOptions {
  /** From the request's arrival to the first token. */
  readonly latencyMs: number;
  readonly chunkCharacters: number;
  readonly formats: readonly WireFormat[];
  readonly nowMs: () => number;
  /** Behaviour and position of the next model request. */
  next(continuesToolCall: boolean): { behaviour: Behaviour; ordinal: number };
  onRequest(record: RequestRecord): void;
}

type Ending = Pick<RequestRecord, "status" | "outcome" | "refusal" | "replyText" | "recalled">;

/** How a refused request ends in its record. */
export function refused(status: number, refusal: string): Ending {
  return { status, outcome: "refused", refusal, replyText: "", recalled: false };
}

/** Answers the exchange; `path` is what follows the prefix. Resolves when nothing is left to do. */
export async function serve(exchange: Exchange, path: string, options: ServeOptions) {
  const atMs = options.nowMs();
  const record = (request: Asked, ending: Ending) =>
    options.onRequest({ ...request, ...ending, durationMs: options.nowMs() - atMs });
  const refuse = (status: number, message: string, error: ErrorBody, request: Asked) => {
    exchange.refuse(status, error);
    record(request, refused(status, message));
  };

  const format = options.formats.find(({ matches }) => matches(exchange.method, path));
  if (format === undefined) {
    const message = `No wire format answers ${exchange.method} ${path}. Known: ${options.formats
      .map(({ api }) => api)
      .join(", ")}.`;
    return refuse(404, message, plainError(message), asked(exchange, path, atMs));
  }
  const request = read(format, exchange, path);
  if (request instanceof BadRequest) {
    const error = format.encodeError(request.status, request.message, request.code);
    const seen = { ...asked(exchange, path, atMs), api: format.api };
    return refuse(request.status, request.message, error, seen);
  }
  const turn = options.next(continuesToolCall(request));
  const seen = asked(exchange, path, atMs, { request, ...turn });
  const cannot = format.cannot?.[turn.behaviour.kind];
  if (cannot !== undefined) {
    const message = `${format.api} cannot express "${turn.behaviour.kind}": ${cannot}`;
    return refuse(501, message, format.encodeError(501, message), seen);
  }
  await perform(exchange, format, request, turn, atMs, options, (ending) => record(seen, ending));
}

/** An error for a client whose wire format is not known. */
export function plainError(message: string): ErrorBody {
  return { contentType: "application/json", body: JSON.stringify({ error: { message } }) };
}

function read(format: WireFormat, exchange: Exchange, path: string): ModelRequest | BadRequest {
  try {
    const request = format.parse(parseJson(exchange.body), path);
    if (request.continues === undefined) return request;
    const earlier = exchange.history?.get(request.continues);
    if (earlier === undefined) {
      const message = `No response "${request.continues}" on this connection. Send the whole input.`;
      return new BadRequest(message, { code: "previous_response_not_found" });
    }
    return { ...request, messages: [...earlier, ...request.messages] };
  } catch (error) {
    if (error instanceof BadRequest) return error;
    throw error;
  }
}

function parseJson(body: Uint8Array): unknown {
  const text = Buffer.from(body).toString("utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadRequest(`The body is not JSON: ${(error as Error).message}`);
  }
}

async function perform(
  exchange: Exchange,
  format: WireFormat,
  request: ModelRequest,
  turn: { behaviour: Behaviour; ordinal: number },
  atMs: number,
  options: ServeOptions,
  record: (ending: Ending) => void,
): Promise<void> {
  const said = answer(request.messages);
  const planned = plan(turn.behaviour, request, said);
  const ending = (outcome: Outcome, status: number, reply?: Reply): Ending => {
    const replyText = reply === undefined ? "" : visibleText(reply);
    const recalled = said.recalled && replyText === said.text;
    return { outcome, status, refusal: null, replyText, recalled };
  };
  if (planned.kind === "hang") {
    exchange.open(format.contentType);
    return record(ending("hung", 200));
  }
  if (planned.kind === "refuse") {
    const { status, message, retryAfterSeconds } = planned;
    const error = format.encodeError(status, message);
    const retry = retryAfterSeconds === undefined ? {} : { "retry-after": `${retryAfterSeconds}` };
    exchange.refuse(status, { ...error, headers: { ...error.headers, ...retry } });
    return record(refused(status, message));
  }
  const { reply, until } = planned;
  const replyId = `loopback-${turn.ordinal}`;
  const frames = format.encode(reply, {
    chunkCharacters: options.chunkCharacters,
    model: request.model,
    replyId,
    framing: exchange.transport === "websocket" ? "messages" : "stream",
  });
  const count = frameCount(frames.length, until);
  if (count > 0) exchange.open(format.contentType);
  const waitMs = options.latencyMs + planned.delayMs - (options.nowMs() - atMs);
  if (!(await waited(waitMs, exchange.gone))) return record(ending("aborted-by-client", 200));
  for (const frame of frames.slice(0, count)) exchange.send(frame);
  if (typeof until === "object") {
    if (count > 0) await exchange.flush();
    exchange.reset();
    return record(ending("reset", count > 0 ? 200 : 0));
  }
  exchange.end(until === "end");
  if (until === "half") return record(ending("truncated", 200));
  const spoken = { role: "assistant", text: visibleText(reply) } as const;
  exchange.history?.set(replyId, [...request.messages, spoken]);
  record(ending("replied", 200, reply));
}

function frameCount(all: number, until: "end" | "half" | { resetAfterFrames: number }): number {
  if (until === "end") return all;
  // The frame that ends a reply never goes out, however few frames there are.
  if (until === "half") return Math.min(Math.ceil(all / 2), all - 1);
  return Math.min(until.resetAfterFrames, all - 1);
}

/** False when the client left first. */
async function waited(delayMs: number, gone: AbortSignal): Promise<boolean> {
  if (delayMs <= 0) return !gone.aborted;
  return sleep(delayMs, true, { signal: gone }).catch(() => false);
}
