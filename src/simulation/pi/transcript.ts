// The session file as the simulated pi writes and reads it: the line format of the real one, with
// the real adapter reading it back. Ids are counted, and times are cut to the second.

import type { TranscriptLine } from "../../agents/agent.ts";
import { parseLine } from "../../agents/pi/transcript.ts";
import { type Answer, answer } from "../../loopback/script.ts";
import { remembered } from "./remembered.ts";

export const parseKnownLine: (line: string) => TranscriptLine = remembered({
  compute: parseLine,
  // The entry's kind, its id and most of its parent's.
  key: (line) => line.slice(0, 64),
  isSame: (known, line) => known === line,
});

export interface SessionState {
  readonly path: string;
  /** The entry that the next one follows; null in a session without entries. */
  leaf: string | null;
  readonly messages: { readonly role: "user" | "assistant"; readonly text: string }[];
}

/** What a pi that starts on this file takes for the end of the conversation. */
export function readState(path: string, text: string): SessionState {
  const state: SessionState = { path, leaf: null, messages: [] };
  for (const line of text.split("\n")) {
    const parsed = line === "" ? null : parseKnownLine(line);
    if (parsed === null || !("entry" in parsed)) continue;
    const { entry } = parsed;
    state.leaf = entry.entryId ?? state.leaf;
    if (entry.role !== "user" && entry.role !== "assistant") continue;
    if (entry.stopReason !== "error") state.messages.push({ role: entry.role, text: entry.text });
  }
  return state;
}

export interface EntryWriter {
  /** The line of an entry that follows the state's leaf and becomes it. */
  line(state: SessionState, body: Readonly<Record<string, unknown>>): string;
  header(id: string, cwd: string): string;
}

export function createEntryWriter(wallMs: () => number): EntryWriter {
  let written = 0;
  let stamp = { second: Number.NaN, text: "" };
  const timestamp = () => {
    const second = Math.floor(wallMs() / 1000);
    if (second !== stamp.second) stamp = { second, text: new Date(second * 1000).toISOString() };
    return stamp.text;
  };
  return {
    line(state, { type, ...rest }) {
      const id = (++written).toString(16).padStart(8, "0");
      const entry = { type, id, parentId: state.leaf, timestamp: timestamp(), ...rest };
      state.leaf = id;
      return `${JSON.stringify(entry)}\n`;
    },
    header: (id, cwd) =>
      `${JSON.stringify({ type: "session", version: 3, id, timestamp: timestamp(), cwd })}\n`,
  };
}

export function userMessage(text: string): Record<string, unknown> {
  return { type: "message", message: { role: "user", content: [{ type: "text", text }] } };
}

interface AssistantRequest {
  readonly provider: string;
  readonly model: string;
  readonly api: string;
  readonly text: string;
  readonly stopReason: "stop" | "error";
  readonly errorMessage?: string;
}

export function assistantMessage(request: AssistantRequest): Record<string, unknown> {
  const { text, ...rest } = request;
  const content = text === "" ? [] : [{ type: "text", text }];
  return { type: "message", message: { role: "assistant", content, ...rest } };
}

type Conversation = SessionState["messages"];

const answerTo = remembered({
  compute: (messages: Conversation): Answer => answer(messages),
  key: (messages) => messages.at(-1)?.text ?? "",
  isSame: (known, messages) =>
    known.length === messages.length &&
    known.every(({ role, text }, index) => {
      const other = messages[index];
      return other?.role === role && other.text === text;
    }),
});

/** What the embedded provider's own script says to this conversation. */
export function replyTo({ messages }: SessionState): Answer {
  // Its own list: the state's grows with the conversation.
  return answerTo([...messages]);
}
