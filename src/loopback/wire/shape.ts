// Reads the parts of a request body and says in words what is wrong with one that does not fit.
// Never guesses: a field of another type than the format demands is refused, not skipped.

import type { Message, Role } from "../reply.ts";

/** The request does not fit the wire format; the client is told so, by default with status 400. */
export class BadRequest extends Error {
  override readonly name = "BadRequest";
  readonly status: number;
  /** The provider's own word for the fault, where an agent acts on it. */
  readonly code: string | undefined;

  constructor(message: string, { status = 400, code }: { status?: number; code?: string } = {}) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function objectAt(value: unknown, where: string): JsonObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as JsonObject;
  }
  throw new BadRequest(`${where} must be an object, got ${nameOf(value)}`);
}

export function arrayAt(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new BadRequest(`${where} must be an array, got ${nameOf(value)}`);
}

export function stringAt(value: unknown, where: string): string {
  if (typeof value === "string") return value;
  throw new BadRequest(`${where} must be a string, got ${nameOf(value)}`);
}

/** Text of a content that is either a string, or parts of which those with `text` count. */
export function textAt(content: unknown, where: string): string {
  if (content === undefined || content === null) return "";
  if (typeof content === "string") return content;
  return arrayAt(content, where)
    .map((item, index) => objectAt(item, `${where}[${index}]`).text)
    .filter((text) => typeof text === "string")
    .join("\n");
}

/** Messages that carry `role` and `content` in the manner shared by most formats. */
export function roleMessages(
  value: unknown,
  where: string,
  roles: Readonly<Record<string, Role>>,
): Message[] {
  return arrayAt(value, where).map((item, index) => {
    const at = `${where}[${index}]`;
    const message = objectAt(item, at);
    const role = roleAt(message.role, `${at}.role`, roles);
    return { role, text: textAt(message.content, `${at}.content`) };
  });
}

/**
 * Messages of a content whose parts may include tools' results: `resultOf` gives a result's text.
 * Text before, between and after results keeps its place, as messages of their own.
 */
export function partMessages(
  role: Role,
  content: unknown,
  where: string,
  resultOf: (part: JsonObject) => string | undefined,
): Message[] {
  if (typeof content === "string") return [{ role, text: content }];
  const messages: Message[] = [];
  let texts: string[] = [];
  const flush = () => {
    if (texts.length > 0) messages.push({ role, text: texts.join("\n") });
    texts = [];
  };
  arrayAt(content, where).forEach((value, index) => {
    const part = objectAt(value, `${where}[${index}]`);
    const result = resultOf(part);
    if (result === undefined) {
      if (typeof part.text === "string") texts.push(part.text);
      return;
    }
    flush();
    messages.push({ role: "tool", text: result });
  });
  flush();
  // A message without text, such as a bare tool call, still counts as a message.
  return messages.length > 0 ? messages : [{ role, text: "" }];
}

/** Text of a path with its percent signs decoded. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new BadRequest(`${text} cannot be decoded: "%" must begin an encoded UTF-8 character`);
  }
}

export function roleAt(value: unknown, where: string, roles: Readonly<Record<string, Role>>): Role {
  const role = Object.hasOwn(roles, stringAt(value, where)) ? roles[value as string] : undefined;
  if (role !== undefined) return role;
  throw new BadRequest(`${where} must be one of ${Object.keys(roles).join(", ")}, got "${value}"`);
}

function nameOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : `a ${typeof value}`;
}
