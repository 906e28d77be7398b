// One line of pi's session file, read down to what decides how it comes back: kinds, ids, sizes. It
// keeps no words. Tolerant of what it does not know; such a line has its kind and nothing more.
import { objectOf } from "../../../loopback/outline/reading.ts";
import { measured, type ShortLine } from "./shorten.ts";

type Json = Readonly<Record<string, unknown>>;

/** Whether a text holds a character that can be seen. */
type Said = "words" | "blank" | "nothing";

export interface Block {
  readonly kind: "text" | "thinking" | "call" | "image" | "other";
  /** Of what it holds, as in the file. */
  readonly bytes: number;
  readonly said: Said;
  /** Of a call. */
  readonly id?: string;
  readonly name?: string;
  readonly input?: "object" | "string" | "null" | "other";
  /** The beginning of the provider's signature; absent where there is none. */
  readonly signature?: string;
  readonly redacted?: true;
  readonly mimeType?: string;
}

export interface Message {
  readonly role: string;
  readonly blocks: readonly Block[];
  readonly api?: string;
  readonly provider?: string;
  readonly model?: string;
  readonly stopReason?: string;
  /** Of a tool's result. */
  readonly callId?: string;
  readonly toolName?: string;
  readonly isError?: true;
}

export interface Entry {
  /** Counted from 1. */
  readonly line: number;
  readonly bytes: number;
  /** pi's own name for it; "message" is told with its role. */
  readonly kind: string;
  readonly id: string | null;
  readonly parentId: string | null;
  readonly message: Message | null;
  readonly firstKeptEntryId?: string;
  /** What a later entry makes of an earlier one. */
  readonly edit?: { readonly targetId: string; readonly replacement: readonly Block[] | null };
  readonly change?: { readonly provider: string; readonly model: string };
  readonly level?: string;
}

export type Line =
  | { readonly kind: "header"; readonly id: string; readonly cwd: string; readonly version: number }
  | { readonly kind: "entry"; readonly entry: Entry }
  | { readonly kind: "blank" }
  | { readonly kind: "unreadable" };

export function readLine(short: ShortLine, line: number): Line {
  const text = short.text.trim();
  if (text === "") return { kind: "blank" };
  if (!short.whole) return tooLong(short, line);
  const value = parsed(text);
  if (value === null || typeof value.type !== "string") return { kind: "unreadable" };
  if (value.type === "session") return headerOf(value);
  return { kind: "entry", entry: entryOf(value, short.bytes, line) };
}

function parsed(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? objectOf(value)
      : null;
  } catch {
    return null;
  }
}

function headerOf({ id, cwd, version }: Json): Line {
  if (typeof id !== "string" || typeof cwd !== "string") return { kind: "unreadable" };
  return { kind: "header", id, cwd, version: typeof version === "number" ? version : 1 };
}

/** Only its beginning is there; its ids stand in it, for pi writes them first. */
function tooLong({ text, bytes }: ShortLine, line: number): Line {
  const field = (name: string) => new RegExp(`"${name}":"([^"\\\\]*)"`).exec(text)?.[1] ?? null;
  const kind = field("type");
  if (kind === null) return { kind: "unreadable" };
  const [id, parentId] = [field("id"), field("parentId")];
  return { kind: "entry", entry: { line, bytes, kind, id, parentId, message: null } };
}

function entryOf(value: Json, bytes: number, line: number): Entry {
  const { provider, modelId, thinkingLevel, firstKeptEntryId, targetId } = value;
  return {
    line,
    bytes,
    kind: String(value.type),
    id: text(value.id) ?? null,
    parentId: text(value.parentId) ?? null,
    message: messageOf(value),
    ...(typeof firstKeptEntryId === "string" ? { firstKeptEntryId } : {}),
    ...(value.type === "context_edit" && typeof targetId === "string"
      ? { edit: { targetId, replacement: replacementOf(value.replacement) } }
      : {}),
    ...(value.type === "model_change" && typeof provider === "string"
      ? { change: { provider, model: String(modelId) } }
      : {}),
    ...(typeof thinkingLevel === "string" ? { level: thinkingLevel } : {}),
  };
}

const replacementOf = (value: unknown) =>
  value === null ? null : blocksOf(objectOf(value).content);

/** What pi tells the model of an entry; null where it says nothing of it. */
function messageOf(value: Json): Message | null {
  switch (value.type) {
    case "message":
      return said(objectOf(value.message));
    case "custom_message":
      return { role: "user", blocks: blocksOf(value.content) };
    case "branch_summary":
    case "compaction":
      return value.summary ? { role: "user", blocks: blocksOf(value.summary) } : null;
    default:
      return null;
  }
}

function said(message: Json): Message {
  const role = text(message.role) ?? "unknown";
  if (role === "bashExecution") return bash(message);
  const blocks = role === "system" ? systemOf(message) : blocksOf(message.content);
  const told: Told = { role, blocks };
  for (const name of names) {
    const found = message[name];
    if (typeof found === "string") told[name] = found;
  }
  if (typeof message.toolCallId === "string") told.callId = message.toolCallId;
  if (message.isError === true) told.isError = true;
  return told;
}

const names = ["api", "provider", "model", "stopReason", "toolName"] as const;

type Told = { -readonly [Field in keyof Message]: Message[Field] };

/** What the user ran without the model, told to it unless they kept it out. */
function bash(message: Json): Message {
  const blocks = [...blocksOf(message.command), ...blocksOf(message.output)];
  return { role: message.excludeFromContext === true ? "excluded" : "user", blocks };
}

/** Its sections and tools, by their size alone. */
function systemOf(message: Json): Block[] {
  const { role: _role, timestamp: _timestamp, ...rest } = message;
  return [{ kind: "text", bytes: bytesIn(rest), said: "words" }];
}

function blocksOf(content: unknown): Block[] {
  if (typeof content === "string") return [textBlock(content)];
  return Array.isArray(content) ? content.map((part) => blockOf(objectOf(part))) : [];
}

function textBlock(content: string): Block {
  const { kept, bytes } = measured(content);
  return { kind: "text", bytes, said: saidIn(kept) };
}

function blockOf(part: Json): Block {
  switch (part.type) {
    case "text": {
      const { bytes, said: how } = textBlock(text(part.text) ?? "");
      return { kind: "text", bytes, said: how, ...signatureOf(part.textSignature) };
    }
    case "thinking": {
      const { bytes, said: how } = textBlock(text(part.thinking) ?? "");
      const signature = signatureOf(part.thinkingSignature);
      const redacted = part.redacted === true ? ({ redacted: true } as const) : {};
      const size = bytes + bytesIn(part.thinkingSignature);
      return { kind: "thinking", bytes: size, said: how, ...signature, ...redacted };
    }
    case "toolCall":
      return callOf(part);
    case "image":
      return {
        kind: "image",
        bytes: bytesIn(part.data),
        said: "words",
        ...named(part, "mimeType"),
      };
    default:
      return { kind: "other", bytes: bytesIn(part), said: "words" };
  }
}

function callOf(part: Json): Block {
  const { arguments: input } = part;
  return {
    kind: "call",
    bytes: bytesIn(input),
    said: "words",
    id: text(part.id) ?? "",
    name: text(part.name) ?? "",
    input: inputOf(input),
    ...signatureOf(part.thoughtSignature),
  };
}

function inputOf(input: unknown): NonNullable<Block["input"]> {
  if (input === null || input === undefined) return "null";
  if (typeof input === "string") return "string";
  return typeof input === "object" && !Array.isArray(input) ? "object" : "other";
}

/** Its form is looked at by a few rules; the beginning shows it. */
const mostOfSignature = 512;

function signatureOf(value: unknown): { readonly signature?: string } {
  if (typeof value !== "string" || value === "") return {};
  return { signature: measured(value).kept.slice(0, mostOfSignature) };
}

function saidIn(kept: string): Said {
  if (kept === "") return "nothing";
  return kept.trim() === "" ? "blank" : "words";
}

/** Bytes of a value as JSON, with what was left out of its strings. */
function bytesIn(value: unknown): number {
  if (value === undefined) return 0;
  let left = 0;
  const json = JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== "string") return inner;
    const { kept, bytes } = measured(inner);
    left += bytes - Buffer.byteLength(kept);
    return kept;
  });
  return Buffer.byteLength(json) + left;
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;

function named<Name extends string>(value: Json, name: Name): { readonly [Key in Name]?: string } {
  const found = value[name];
  return typeof found === "string" ? ({ [name]: found } as { [Key in Name]: string }) : {};
}
