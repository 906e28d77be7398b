// Serves one request below a prefix: finds its wire format, reads it, plans the answer.
// The only place where behaviour, script and wire format meet; it must record each request once.

import { type Behaviour, continuesToolCall, plan } from "./behaviour.ts";
import type { Clock } from "./clock.ts";
import type { Exchange } from "./exchange.ts";
import { perform } from "./perform.ts";
import { type Asked, asked, type Ending, type RequestRecord, refused } from "./record.ts";
import type { ModelRequest } from "./reply.ts";
import { answer } from "./script.ts";
import { type ErrorBody, pathOnly, type WireFormat } from "./wire/format.ts";
import { BadRequest, decoded } from "./wire/shape.ts";

export interface ServeOptions {
  /** From the request's arrival to the first token. */
  readonly latencyMs: number;
  readonly chunkCharacters: number;
  readonly formats: readonly WireFormat[];
  readonly clock: Clock;
  /** Words whose presence in a request is recorded. */
  readonly sought?: string | undefined;
  /** Behaviour and position of the next model request, and when it goes on if it is held. */
  next(continuesToolCall: boolean): {
    behaviour: Behaviour;
    ordinal: number;
    released: Promise<void>;
  };
  onRequest(record: RequestRecord): void;
}

/** Answers the exchange; `path` is what follows the prefix. Resolves when nothing is left to do. */
export async function serve(exchange: Exchange, path: string, options: ServeOptions) {
  const { clock } = options;
  const atMs = clock.monotonicMs();
  const record = (request: Asked, ending: Ending) =>
    options.onRequest({ ...request, ...ending, durationMs: clock.monotonicMs() - atMs });
  const refuse = (status: number, message: string, error: ErrorBody, request: Asked) => {
    exchange.refuse(status, error);
    record(request, refused(status, message));
  };

  const format = options.formats.find(({ matches }) => matches(exchange.method, path));
  const fault = undecodable(path);
  if (fault !== null) {
    const error = format?.encodeError(400, fault) ?? plainError(fault);
    return refuse(400, fault, error, { ...asked(exchange, path, atMs), api: format?.api ?? null });
  }
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
  const seen = asked(exchange, path, atMs, {
    request,
    ...turn,
    ...(options.sought === undefined ? {} : { sought: options.sought }),
  });
  const cannot = format.cannot?.[turn.behaviour.kind];
  if (cannot !== undefined) {
    const message = `${format.api} cannot express "${turn.behaviour.kind}": ${cannot}`;
    return refuse(501, message, format.encodeError(501, message), seen);
  }
  const said = answer(request.messages);
  await perform(plan(turn.behaviour, request, said), {
    exchange,
    format,
    request,
    said,
    replyId: `loopback-${turn.ordinal}`,
    chunkCharacters: options.chunkCharacters,
    released: turn.released,
    clock,
    waitMs: (delayMs) => options.latencyMs + delayMs - (clock.monotonicMs() - atMs),
    record: (ending) => record(seen, ending),
  });
}

/** An error for a client whose wire format is not known. */
export function plainError(message: string): ErrorBody {
  return { contentType: "application/json", body: JSON.stringify({ error: { message } }) };
}

/** Why no part of the path may be looked at, or null. */
function undecodable(path: string): string | null {
  try {
    decoded(pathOnly(path));
    return null;
  } catch (error) {
    if (error instanceof BadRequest) return error.message;
    throw error;
  }
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
    // Instructions come anew with each request; only what was said is kept.
    const said = earlier.filter(({ role }) => role !== "system");
    return { ...request, messages: [...said, ...request.messages] };
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
