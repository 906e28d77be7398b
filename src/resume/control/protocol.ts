// The control socket's language: one JSON object a line, requests one way, responses the other.
// Pure. Reading never throws, whatever was sent: a bad line is a value that says what is wrong.
import {
  longestLine,
  type Request,
  type Response,
  type SendCommand,
  type Sender,
} from "../../formats/control-protocol.ts";
import { messageFlaw } from "../../formats/message.ts";

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
