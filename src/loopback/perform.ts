// Carries out the plan for one model request on its exchange, and says how it ended.
// Decides nothing: what is sent, and how much of it, is in the plan.

import type { Plan } from "./behaviour.ts";
import type { Clock } from "./clock.ts";
import type { Exchange } from "./exchange.ts";
import { type Ending, ended, refused, requestUsage } from "./record.ts";
import { type ModelRequest, type Reply, visibleText } from "./reply.ts";
import type { Answer } from "./script.ts";
import type { Encoded, EncodeOptions, Frame, WireFormat } from "./wire/format.ts";

/** The request a plan is for, and the way back. */
export interface Turn {
  readonly exchange: Exchange;
  readonly format: WireFormat;
  readonly request: ModelRequest;
  /** The whole input as it was sent, where the connection keeps it. */
  readonly input: readonly unknown[];
  /** What the script would have said; a record is only `recalled` if exactly that was sent. */
  readonly said: Answer;
  readonly replyId: string;
  readonly chunkCharacters: number;
  /** Resolves when what is held goes on. */
  readonly released: Promise<void>;
  readonly clock: Clock;
  /** What is left to wait before the first token, given the plan's own delay. */
  waitMs(delayMs: number): number;
  record(ending: Ending): void;
}

export async function perform(plan: Plan, turn: Turn): Promise<void> {
  switch (plan.kind) {
    case "hang":
      turn.exchange.open(turn.format.contentType);
      return turn.record(ended("hung", 200));
    case "refuse":
      return refuse(plan, turn);
    case "reply":
      return reply(plan, turn);
  }
}

function refuse(plan: Extract<Plan, { kind: "refuse" }>, turn: Turn): void {
  const { status, message, retryAfterSeconds } = plan;
  const error = turn.format.encodeError(status, message);
  const retry = retryAfterSeconds === undefined ? {} : { "retry-after": `${retryAfterSeconds}` };
  turn.exchange.refuse(status, { ...error, headers: { ...error.headers, ...retry } });
  turn.record(refused(status, message));
}

async function reply(plan: Extract<Plan, { kind: "reply" }>, turn: Turn): Promise<void> {
  const { exchange } = turn;
  const encoded = turn.format.encode(plan.reply, encoding(turn));
  const frames = framesToSend(encoded, plan.until);
  // A reset before any frame is one before any byte.
  if (frames.length > 0) exchange.open(turn.format.contentType);
  if (plan.held) await Promise.race([turn.released, exchange.closed]);
  if (!(await waited(turn, plan.delayMs))) {
    return turn.record(ended("aborted-by-client", 200));
  }
  for (const frame of frames) exchange.send(frame);
  if (plan.stalls) return turn.record(ended("hung", 200));
  if (typeof plan.until === "object") {
    if (frames.length > 0) await exchange.flush();
    exchange.reset();
    return turn.record(ended("reset", frames.length > 0 ? 200 : 0));
  }
  exchange.end(plan.until === "end");
  if (plan.until !== "end") return turn.record(ended("truncated", 200));
  remember(plan.reply, turn);
  const replyText = visibleText(plan.reply);
  const usage = requestUsage(plan.reply.usage);
  const recalled = turn.said.recalled && replyText === turn.said.text;
  turn.record({ ...ended("replied", 200), replyText, recalled, usage });
}

function encoding(turn: Turn): EncodeOptions {
  return {
    chunkCharacters: turn.chunkCharacters,
    model: turn.request.model,
    replyId: turn.replyId,
    framing: turn.exchange.transport === "websocket" ? "messages" : "stream",
  };
}

function framesToSend(
  { body, closing }: Encoded,
  until: Extract<Plan, { kind: "reply" }>["until"],
): readonly Frame[] {
  if (until === "end") return [...body, ...closing];
  if (until === "text") return body;
  return body.slice(0, until === "half" ? Math.ceil(body.length / 2) : until.resetAfterFrames);
}

/** Where the connection keeps state, the next request may name this reply instead of repeating it. */
function remember(reply: Reply, turn: Turn): void {
  const spoken = { role: "assistant", text: visibleText(reply) } as const;
  const items = turn.format.outputItems?.(reply, encoding(turn)) ?? [];
  turn.exchange.history?.set(turn.replyId, {
    messages: [...turn.request.messages, spoken],
    input: [...turn.input, ...items],
  });
}

/** False when the client left first. */
async function waited({ exchange: { gone }, clock, waitMs }: Turn, delayMs: number) {
  const leftMs = waitMs(delayMs);
  if (leftMs > 0) await clock.sleep(leftMs, gone);
  return !gone.aborted;
}
