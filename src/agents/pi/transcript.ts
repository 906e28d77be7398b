// Reads pi's session lines and its JSON event output into agent-neutral values. Tolerant of what
// it does not know, never of what it needs: such a line is unreadable and says why.
import type { TokenUsage, TranscriptEntry } from "../../evidence/event.ts";
import type { TranscriptLine } from "../agent.ts";
import { stopReasonOf } from "./stop-words.ts";

type Json = Readonly<Record<string, unknown>>;

export function parseLine(line: string): TranscriptLine {
  const value = parseObject(line);
  if (value === null) return { kind: "unreadable", because: "not a JSON object" };
  switch (value.type) {
    case "session":
      return parseHeader(value);
    case "session_info":
      return { kind: "name", name: text(value.name) ?? "", entry: entryOf(value, {}) };
    case "model_change":
      return parseModelChange(value);
    case "thinking_level_change":
      return parseThinkingLevel(value);
    case "message":
      return parseMessage(value);
    case "custom_message":
      // An extension's own: with it a message can be delivered that the model is told as the user's.
      return {
        kind: "entry",
        entry: entryOf(value, { text: parseContent(value.content).text, toldAs: "user" }),
      };
    case "compaction":
      return { kind: "entry", entry: compactionOf(value) };
    default:
      if (typeof value.type !== "string") return { kind: "unreadable", because: "has no type" };
      return { kind: "entry", entry: entryOf(value, {}) };
  }
}

/** `agent_settled` is the last event of a turn with all its automatic retries. */
export function isSettledLine(line: string): boolean {
  return line.includes('"agent_settled"') && parseObject(line)?.type === "agent_settled";
}

/** As above, of a pi that has no such event: of versions before 0.80.4. */
export function isTurnEndLine(line: string): boolean {
  if (!line.includes('"agent_end"')) return false;
  const value = parseObject(line);
  return value?.type === "agent_end" && value.willRetry !== true;
}

function parseHeader(value: Json): TranscriptLine {
  const { id, cwd, version } = value;
  if (typeof id !== "string" || typeof cwd !== "string" || typeof version !== "number") {
    return { kind: "unreadable", because: "a session header without id, cwd or version" };
  }
  return { kind: "header", id, cwd, version };
}

function parseModelChange(value: Json): TranscriptLine {
  const { provider, modelId } = value;
  if (typeof provider !== "string" || typeof modelId !== "string") {
    return { kind: "unreadable", because: "a model change without provider or model" };
  }
  const entry = entryOf(value, { provider, model: modelId });
  return { kind: "model", provider, model: modelId, entry };
}

function parseThinkingLevel(value: Json): TranscriptLine {
  const level = text(value.thinkingLevel);
  if (level === null) return { kind: "unreadable", because: "a thinking level without a level" };
  return { kind: "thinking", level, entry: entryOf(value, {}) };
}

/** From here on the summary stands for what came before the first entry that was kept. */
function compactionOf(value: Json): TranscriptEntry {
  const firstKeptEntryId = text(value.firstKeptEntryId);
  return entryOf(value, {
    text: text(value.summary) ?? "",
    ...(firstKeptEntryId === null ? {} : { firstKeptEntryId }),
  });
}

const roles = {
  system: "system",
  user: "user",
  assistant: "assistant",
  toolResult: "tool",
} as const;

function parseMessage(value: Json): TranscriptLine {
  const message = isObject(value.message) ? value.message : null;
  if (message === null) return { kind: "unreadable", because: "a message entry without a message" };
  const role = Object.hasOwn(roles, String(message.role))
    ? roles[message.role as keyof typeof roles]
    : null;
  const entry = entryOf(value, {
    role,
    ...parseContent(message.content),
    provider: text(message.provider),
    model: text(message.model),
    stopReason: stopIn(message.stopReason),
    errorMessage: text(message.errorMessage),
    ...usageOf(message.usage),
  });
  return { kind: "entry", entry };
}

/** Counts that are not all there are no usage: a sum over them would say too little. */
function usageOf(usage: unknown): Pick<TranscriptEntry, "usage"> {
  if (!isObject(usage)) return {};
  const cost = isObject(usage.cost) ? usage.cost : {};
  const counts = {
    inputTokens: amount(usage.input),
    outputTokens: amount(usage.output),
    cacheReadTokens: amount(usage.cacheRead),
    cacheWriteTokens: amount(usage.cacheWrite),
  };
  const isWhole = (all: typeof counts): all is Omit<TokenUsage, "costUsd"> & typeof counts =>
    Object.values(all).every((count) => count !== null);
  return isWhole(counts) ? { usage: { ...counts, costUsd: amount(cost.total) } } : {};
}

function parseContent(content: unknown): Pick<TranscriptEntry, "text" | "reasoning" | "toolCalls"> {
  if (typeof content === "string") return { text: content, reasoning: "", toolCalls: [] };
  const parts = Array.isArray(content) ? content.filter(isObject) : [];
  const joined = (type: string, field: string) =>
    parts
      .filter((part) => part.type === type)
      .map((part) => text(part[field]) ?? "")
      .join("");
  return {
    text: joined("text", "text"),
    reasoning: joined("thinking", "thinking"),
    toolCalls: parts
      .filter((part) => part.type === "toolCall")
      .map((part) => ({
        name: text(part.name) ?? "",
        argumentsText: JSON.stringify(part.arguments ?? null),
      })),
  };
}

function entryOf(value: Json, known: Partial<TranscriptEntry>): TranscriptEntry {
  return {
    entryId: text(value.id),
    parentId: text(value.parentId),
    kind: String(value.type),
    role: null,
    text: "",
    reasoning: "",
    toolCalls: [],
    provider: null,
    model: null,
    stopReason: null,
    errorMessage: null,
    ...known,
  };
}

const stopIn = (value: unknown) => (typeof value === "string" ? stopReasonOf(value) : null);
const amount = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseObject(line: string): Json | null {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
