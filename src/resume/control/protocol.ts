// The control socket's language: one JSON object a line, requests one way, responses the other.
// Pure. Reading never throws, whatever was sent: a bad line is a value that says what is wrong.
import { messageFlaw } from "../../formats/message.ts";

/** How a child ends that has another session open than it was started for; no agent ends so itself. */
export const otherSessionExit = 76;

/** How a child ends that cannot give the model the tools that its session has told it of. */
export const otherLoadoutExit = 77;

/** Longest line in characters that either side reads; what is longer is not this protocol. */
export const longestLine = 1024 * 1024;

/** Who sends a message, and whether an answer would reach it. */
export interface Sender {
  readonly sessionId: string;
  readonly agentId: string;
  readonly cwd: string;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly origin?: string;
  readonly replyable?: boolean;
}

export type SendMode = "steer" | "follow_up";

export interface SendCommand {
  readonly command: "send";
  readonly message: string;
  /** `steer` goes into a running turn, `follow_up` becomes the turn after it. */
  readonly mode: SendMode;
  /** Answer when the message's turn has settled, not when it was accepted. */
  readonly wants_reply: boolean;
  readonly sender: Sender;
}

type Command =
  | { readonly command: "get_info" }
  | { readonly command: "get_message" }
  | { readonly command: "abort" }
  | SendCommand;

/** `id` is the client's own, repeated in the response. */
export type Request = Command & { readonly id?: string };

export interface Response {
  readonly type: "response";
  /** The command answered, or `unknown` where the request could not be read. */
  readonly command: string;
  readonly success: boolean;
  readonly error?: string;
  readonly data?: unknown;
  readonly id?: string;
}

/** Data of `get_info`. */
export interface Info {
  readonly sessionId: string;
  readonly pid: number;
  readonly cwd: string;
  readonly model: { readonly provider: string; readonly id: string } | null;
  /** Nothing runs and nothing waits to run. */
  readonly idle: boolean;
  readonly settledTurns: number;
  /** The process stays when its turn is done. */
  readonly resident: boolean;
}

/** Data of `get_message` and of a `send` that wanted a reply: what the assistant said last. */
export interface AssistantMessage {
  readonly text: string;
  readonly stopReason: string;
  readonly errorMessage: string | null;
}

export type ParsedRequest =
  | { readonly kind: "request"; readonly request: Request }
  | { readonly kind: "invalid"; readonly command: string; readonly error: string; id?: string };

export type ParsedResponse =
  | { readonly kind: "response"; readonly response: Response }
  | { readonly kind: "invalid"; readonly error: string };

/** The command stands under `type` as well: that is where entwurf's own sockets look for it. */
export function formatRequest(request: Request): string {
  return `${JSON.stringify({ type: request.command, ...request })}\n`;
}

export function formatResponse(response: Response): string {
  return `${JSON.stringify(response)}\n`;
}

export function parseRequest(line: string): ParsedRequest {
  const object = parseObject(line);
  if (typeof object === "string") return { kind: "invalid", command: "unknown", error: object };
  const id = object.id;
  if (id !== undefined && typeof id !== "string") {
    return { kind: "invalid", command: "unknown", error: wrong("id", "a string", id) };
  }
  const tag = id === undefined ? {} : { id };
  const command = object.command;
  switch (command) {
    case "get_info":
    case "get_message":
    case "abort":
      return { kind: "request", request: { command, ...tag } };
    case "send": {
      const read = readSend(object);
      return typeof read === "string"
        ? { kind: "invalid", command, error: read, ...tag }
        : { kind: "request", request: { ...read, ...tag } };
    }
    default: {
      const known = "get_info, send, get_message or abort";
      return {
        kind: "invalid",
        command: "unknown",
        error: wrong("command", known, command),
        ...tag,
      };
    }
  }
}

export function parseResponse(line: string): ParsedResponse {
  const object = parseObject(line);
  if (typeof object === "string") return { kind: "invalid", error: object };
  const { type, command, success, error, id } = object;
  const fault =
    (type !== "response" && wrong("type", '"response"', type)) ||
    (typeof command !== "string" && wrong("command", "a string", command)) ||
    (typeof success !== "boolean" && wrong("success", "true or false", success)) ||
    optional(object, "error", "string") ||
    optional(object, "id", "string");
  if (fault) return { kind: "invalid", error: fault };
  const response = {
    type: "response",
    command,
    success,
    ...(error === undefined ? {} : { error }),
    ...("data" in object ? { data: object.data } : {}),
    ...(id === undefined ? {} : { id }),
  } as Response;
  return { kind: "response", response };
}

type JsonObject = Record<string, unknown>;

function readSend(object: JsonObject): SendCommand | string {
  const { message, mode, wants_reply, sender } = object;
  if (typeof message !== "string") return wrong("message", "a string", message);
  const flaw = messageFlaw(message);
  if (flaw !== null) return flaw;
  if (mode !== "steer" && mode !== "follow_up") {
    return wrong("mode", '"steer" or "follow_up"', mode);
  }
  if (typeof wants_reply !== "boolean") return wrong("wants_reply", "true or false", wants_reply);
  const from = readSender(sender);
  return typeof from === "string"
    ? from
    : { command: "send", message, mode, wants_reply, sender: from };
}

function readSender(value: unknown): Sender | string {
  if (!isObject(value)) return wrong("sender", "an object", value);
  for (const name of ["sessionId", "agentId", "cwd", "timestamp"]) {
    if (typeof value[name] !== "string") return wrong(`sender.${name}`, "a string", value[name]);
  }
  const fault = optional(value, "origin", "string") || optional(value, "replyable", "boolean");
  if (fault) return `sender.${fault}`;
  const { sessionId, agentId, cwd, timestamp, origin, replyable } = value;
  return {
    sessionId,
    agentId,
    cwd,
    timestamp,
    ...(origin === undefined ? {} : { origin }),
    ...(replyable === undefined ? {} : { replyable }),
  } as Sender;
}

function parseObject(line: string): JsonObject | string {
  if (line.length > longestLine) {
    return `line of ${line.length} characters is longer than ${longestLine}: send less at once`;
  }
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return `not JSON: ${excerpt(line)}`;
  }
  return isObject(value) ? value : `not a JSON object: ${excerpt(line)}`;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function optional(object: JsonObject, name: string, type: "string" | "boolean"): string | false {
  const value = object[name];
  return value !== undefined && typeof value !== type && wrong(name, `a ${type}`, value);
}

function wrong(name: string, expected: string, actual: unknown): string {
  return actual === undefined
    ? `${name} is missing: expected ${expected}`
    : `${name} is ${excerpt(JSON.stringify(actual))}: expected ${expected}`;
}

function excerpt(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
