// One question over a control socket, one answer. Never throws, never leaves its connection
// open, and never turns silence into a verdict: what was not answered may have been done.

import type {
  AssistantMessage,
  Info,
  Request,
  Response,
  Sender,
  SendMode,
} from "../../formats/control-protocol.ts";
import type { Sockets } from "../../world/world.ts";
import { formatRequest, parseResponse } from "./protocol.ts";

export type Answer =
  | { readonly kind: "answered"; readonly response: Response }
  /** Nobody was reached, so nothing was done; `code` is Node's (ECONNREFUSED, ENOENT …). */
  | { readonly kind: "unreachable"; readonly code: string }
  /** Connected, then silence or a closed connection: the request may have been carried out. */
  | { readonly kind: "no-answer" }
  | { readonly kind: "malformed"; readonly line: string };

export type InfoAnswer = { readonly kind: "info"; readonly info: Info } | Answer;

/** `timeoutMs` bounds the connect and, separately, the wait for the answer. */
export async function ask(
  sockets: Sockets,
  path: string,
  request: Request,
  timeoutMs: number,
): Promise<Answer> {
  const connected = await sockets.connect(path, timeoutMs);
  if (connected.kind === "failed") return { kind: "unreachable", code: connected.code };
  const { connection } = connected;
  try {
    // Not awaited: a stopped peer with a full buffer would hold the write for ever, and a
    // failed write shows as a connection that gives no line.
    connection.send(formatRequest(request)).catch(() => undefined);
    const line = await connection.readLine(timeoutMs);
    if (line === null) return { kind: "no-answer" };
    const parsed = parseResponse(line);
    if (parsed.kind === "invalid") return { kind: "malformed", line };
    return { kind: "answered", response: parsed.response };
  } finally {
    connection.close();
  }
}

/** `info` only where the peer answered with a whole one; anything else as `ask` reports it. */
export async function getInfo(
  sockets: Sockets,
  path: string,
  timeoutMs: number,
): Promise<InfoAnswer> {
  const answer = await ask(sockets, path, { command: "get_info" }, timeoutMs);
  if (answer.kind !== "answered" || !answer.response.success) return answer;
  const info = readInfo(answer.response.data);
  return info
    ? { kind: "info", info }
    : { kind: "malformed", line: JSON.stringify(answer.response) };
}

export type WhoAnswer =
  | { readonly kind: "who"; readonly sessionId: string; readonly pid: number | null }
  | Answer;

/** Who answers `get_info`, of whatever implementation: its process id is not in every answer. */
export async function askWho(
  sockets: Sockets,
  path: string,
  timeoutMs: number,
): Promise<WhoAnswer> {
  const answer = await ask(sockets, path, { command: "get_info" }, timeoutMs);
  if (answer.kind !== "answered" || !answer.response.success) return answer;
  const { sessionId, pid } = (answer.response.data ?? {}) as Partial<Info>;
  if (typeof sessionId === "string") {
    return { kind: "who", sessionId, pid: typeof pid === "number" ? pid : null };
  }
  return { kind: "malformed", line: JSON.stringify(answer.response) };
}

export interface Message {
  readonly text: string;
  readonly mode: SendMode;
  readonly wantsReply: boolean;
  readonly sender: Sender;
}

/** With `wantsReply` the timeout has to cover the whole turn. */
export function sendMessage(
  sockets: Sockets,
  path: string,
  message: Message,
  timeoutMs: number,
): Promise<Answer> {
  const { text, mode, wantsReply, sender } = message;
  return ask(
    sockets,
    path,
    { command: "send", message: text, mode, wants_reply: wantsReply, sender },
    timeoutMs,
  );
}

/** What the assistant said, out of the data of a response; null where it holds no such thing. */
export function readAssistantMessage(data: unknown): AssistantMessage | null {
  if (typeof data !== "object" || data === null) return null;
  const { text, stopReason, errorMessage } = data as Partial<AssistantMessage>;
  if (typeof text !== "string" || typeof stopReason !== "string") return null;
  return { text, stopReason, errorMessage: errorMessage ?? null };
}

function readInfo(data: unknown): Info | null {
  if (typeof data !== "object" || data === null) return null;
  const { sessionId, pid, cwd, model, idle, settledTurns, resident } = data as Partial<Info>;
  if (typeof sessionId !== "string" || typeof pid !== "number" || typeof cwd !== "string") {
    return null;
  }
  if (typeof idle !== "boolean" || typeof settledTurns !== "number") return null;
  return {
    sessionId,
    pid,
    cwd,
    model: model ?? null,
    idle,
    settledTurns,
    resident: resident === true,
  };
}
