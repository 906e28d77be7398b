// Serves one request below a prefix: finds its wire format, reads it, plans the answer.
// The only place where behaviour, rules and wire format meet; it must record each request once.

import { type Behaviour, continuesToolCall } from "./behaviour.ts";
import type { PromptCache } from "./cache/prompt-cache.ts";
import type { Clock } from "./clock.ts";
import { planAnswer } from "./direct.ts";
import type { Exchange } from "./exchange.ts";
import { type HeardRequest, hear } from "./hear.ts";
import { objectsIn } from "./outline/reading.ts";
import { toldIn } from "./outline/told.ts";
import { perform } from "./perform.ts";
import { type Asked, asked, type Ending, type RequestRecord, refused } from "./record.ts";
import { type Judgement, judge, refusalText, type SignedBy } from "./rules/judge.ts";
import type { RuleMode } from "./rules/mode.ts";
import type { Breach } from "./rules/rule.ts";
import { valuesOf } from "./values.ts";
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
  /** What becomes of a request that breaks a rule of the real provider. */
  readonly rules: RuleMode;
  readonly signedBy: SignedBy;
  readonly cache: PromptCache;
  /** Whether a request with these last words may be met again by the cache. */
  leavesTrace(lastUserText: string): boolean;
  /** How often the reply with this key was asked for before. */
  attempt(key: string): number;
  /** Behaviour and position of the next model request, and when it goes on if it is held. */
  next(continuesToolCall: boolean): {
    behaviour: Behaviour;
    ordinal: number;
    released: Promise<void>;
  };
  onRequest(record: RequestRecord): void;
}

/** One request from its arrival on. */
interface Visit {
  readonly exchange: Exchange;
  /** What follows the prefix. */
  readonly path: string;
  readonly options: ServeOptions;
  readonly atMs: number;
}

/** Answers the exchange; `path` is what follows the prefix. Resolves when nothing is left to do. */
export async function serve(exchange: Exchange, path: string, options: ServeOptions) {
  const visit: Visit = { exchange, path, options, atMs: options.clock.monotonicMs() };
  const { atMs } = visit;
  const format = options.formats.find(({ matches }) => matches(exchange.method, path));
  const fault = undecodable(path);
  if (fault !== null) {
    const error = format?.encodeError(400, fault) ?? plainError(fault);
    const seen = { ...asked(exchange, path, atMs), api: format?.api ?? null };
    return refuse(visit, 400, fault, error, seen);
  }
  if (format === undefined) {
    const message = `No wire format answers ${exchange.method} ${path}. Known: ${options.formats
      .map(({ api }) => api)
      .join(", ")}.`;
    return refuse(visit, 404, message, plainError(message), asked(exchange, path, atMs));
  }
  const request = hear(format, exchange, path);
  if (request instanceof BadRequest) {
    const error = format.encodeError(request.status, request.message, request.code);
    const seen = { ...asked(exchange, path, atMs), api: format.api };
    return refuse(visit, request.status, request.message, error, seen);
  }
  return answer(visit, format, request);
}

/** A request that was understood takes its turn, even where a rule then forbids an answer. */
async function answer(visit: Visit, format: WireFormat, request: HeardRequest) {
  const { exchange, path, options, atMs } = visit;
  const turn = options.next(continuesToolCall(request.request));
  const { breaches, refusal } = judge(request.heard, options.rules, options.signedBy);
  const seen = asked(exchange, path, atMs, {
    ...turn,
    request: request.request,
    breaches,
    told: toldIn(request.heard, request.request.messages),
    values: valuesOf(request.heard.body, request.heard.headers),
    ...(options.sought === undefined ? {} : { sought: options.sought }),
  });
  if (refusal !== null) {
    const { status, message, body } = ruleError(format, refusal);
    exchange.refuse(status, body);
    return record(visit, seen, refused(status, message, named(refusal.breach)));
  }
  const cannot = format.cannot?.[turn.behaviour.kind];
  if (cannot !== undefined) {
    const message = `${format.api} cannot express "${turn.behaviour.kind}": ${cannot}`;
    return refuse(visit, 501, message, format.encodeError(501, message), seen);
  }
  return reply(visit, format, request, turn, seen);
}

async function reply(
  visit: Visit,
  format: WireFormat,
  request: HeardRequest,
  turn: ReturnType<ServeOptions["next"]>,
  seen: Asked,
) {
  const { exchange, options, atMs } = visit;
  const { clock } = options;
  const { usage, keep } = options.cache.measure(request.heard);
  const attempts = request.step === null ? 0 : options.attempt(request.step.key);
  const { planned, said, told } = planAnswer(request, { ...turn, usage, attempts });
  if (planned.kind === "reply" && options.leavesTrace(seen.lastUserText)) keep();
  await perform(planned, {
    exchange,
    format,
    request: request.request,
    input: objectsIn(request.heard.body.input),
    said,
    replyId: replyId(exchange, request.position, turn.ordinal),
    chunkCharacters: options.chunkCharacters,
    released: turn.released,
    clock,
    waitMs: (delayMs) => options.latencyMs + delayMs - (clock.monotonicMs() - atMs),
    record: (ending) => record(visit, { ...seen, behaviour: told.kind }, ending),
  });
}

function record({ options, atMs }: Visit, request: Asked, ending: Ending): void {
  const durationMs = options.clock.monotonicMs() - atMs;
  options.onRequest({ ...request, ...ending, durationMs });
}

function refuse(visit: Visit, status: number, message: string, error: ErrorBody, request: Asked) {
  visit.exchange.refuse(status, error);
  record(visit, request, refused(status, message));
}

/** A connection tells replies apart by their ids; elsewhere an id is the same for the same reply. */
function replyId({ transport }: Exchange, position: number, ordinal: number): string {
  return `loopback-${transport === "websocket" ? ordinal : position}`;
}

function ruleError(format: WireFormat, { breach, error }: NonNullable<Judgement["refusal"]>) {
  const status = error.status ?? 400;
  const message = refusalText(breach, error);
  return { status, message, body: format.encodeError(status, message, error.code, error.type) };
}

const named = ({ rule, sentence, path }: Breach) => ({ rule, sentence, path });

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
