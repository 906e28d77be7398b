// A launch turn whose model misbehaves, as the agent writes it down. What the model does is planned
// by the embedded provider's own rules; here it only becomes entries.

import { stopReasonOf } from "../../agents/pi/stop-words.ts";
import type { AssistantMessage } from "../../formats/control-protocol.ts";
import { type Behaviour, missingTool, type Plan, plan } from "../../loopback/behaviour.ts";
import type { Piece, StopReason } from "../../loopback/reply.ts";
import { afterToolText } from "../../loopback/script.ts";
import type { Running } from "../machine/child.ts";
import type { Invocation } from "./invocation.ts";
import type { PiContext } from "./pi-context.ts";
import { replyTo, type SessionState } from "./transcript.ts";

export interface MisbehavingTurn {
  readonly context: PiContext;
  readonly running: Running;
  readonly state: SessionState;
  readonly invocation: Invocation;
  write(line: string): void;
}

export async function misbehave(
  turn: MisbehavingTurn,
  behaviour: Behaviour,
): Promise<AssistantMessage> {
  const { context, running, state, invocation } = turn;
  const answer = replyTo(state);
  const request = { api: "openai-responses", model: invocation.model } as const;
  const planned = plan(behaviour, { ...request, messages: state.messages }, answer);
  await running.step("asks a model that misbehaves", () =>
    context.onModelRequest(state, invocation.model, answer, behaviour.kind),
  );
  if (planned.kind === "hang") return new Promise(() => undefined);
  if (planned.kind === "refuse") {
    const errorMessage = `${planned.status} ${planned.message}`;
    return say(turn, { content: [], stopReason: "error", errorMessage });
  }
  await running.sleep(planned.delayMs);
  return sayReply(turn, planned);
}

type PlannedReply = Extract<Plan, { readonly kind: "reply" }>;

async function sayReply(
  turn: MisbehavingTurn,
  { reply, until }: PlannedReply,
): Promise<AssistantMessage> {
  const content = reply.pieces.map(contentOf);
  if (until !== "end") {
    return say(turn, { content, stopReason: "error", errorMessage: "the stream ended early" });
  }
  const said = await say(turn, { content, stopReason: stopReasons[reply.stop] });
  if (reply.stop !== "tool-use") return said;
  const result = { role: "toolResult", toolName: missingTool, content: [], isError: true };
  await write(turn, "writes the tool's result", result);
  return say(turn, {
    content: [contentOf({ kind: "text", text: afterToolText })],
    stopReason: "stop",
  });
}

/** As the agent names them. */
const stopReasons: Record<StopReason, string> = {
  stop: "stop",
  length: "length",
  "tool-use": "toolUse",
};

interface Content {
  readonly type: string;
  readonly text?: string;
  readonly thinking?: string;
  readonly name?: string;
  readonly arguments?: unknown;
}

function contentOf(piece: Piece): Content {
  if (piece.kind === "text") return { type: "text", text: piece.text };
  if (piece.kind === "reasoning") return { type: "thinking", thinking: piece.text };
  return { type: "toolCall", name: piece.name, arguments: piece.arguments };
}

interface Said {
  readonly content: readonly Content[];
  readonly stopReason: string;
  readonly errorMessage?: string;
}

async function say(turn: MisbehavingTurn, said: Said): Promise<AssistantMessage> {
  const { provider, model } = turn.invocation;
  const { api } = turn.context;
  const text = said.content.map((part) => part.text ?? "").join("");
  await write(turn, "writes what the model said", {
    role: "assistant",
    provider,
    model,
    api,
    ...said,
  });
  if (said.stopReason !== "error") turn.state.messages.push({ role: "assistant", text });
  const stopReason = stopReasonOf(said.stopReason);
  return { text, stopReason, errorMessage: said.errorMessage ?? null };
}

function write(
  { context, running, state, write: append }: MisbehavingTurn,
  label: string,
  message: Readonly<Record<string, unknown>>,
): Promise<void> {
  return running.step(label, () =>
    append(context.writer.line(state, { type: "message", message })),
  );
}
