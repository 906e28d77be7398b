// What pi makes of a session's path before it builds a request: the newest compaction in the place of
// what it sums up, edits, failed replies left out, results for calls that have none.
// As pi 1.5.2 does it (its session-manager and transform-messages); a prediction for others.
import type { Repair } from "../../inspection.ts";
import type { Entry, Message } from "./entry.ts";

/** A message that is told to the model, and the line it comes from. */
export interface Told {
  readonly line: number;
  readonly message: Message;
}

export interface Context {
  readonly told: readonly Told[];
  /** With failed replies and calls without a result: a gateway of pi's own gets it like this. */
  readonly raw: readonly Told[];
  readonly repairs: readonly Repair[];
}

export function contextOf(path: readonly Entry[]): Context {
  const repairs: Repair[] = [];
  const raw = edits(kept(path), repairs);
  return { told: paired(raw, repairs), raw, repairs };
}

/** The newest compaction comes first, then what it keeps and what came later. */
function kept(path: readonly Entry[]): readonly Entry[] {
  const at = path.findLastIndex(({ kind }) => kind === "compaction");
  const compaction = path[at];
  if (compaction === undefined) return path;
  const before = path.slice(0, at);
  const first = before.findIndex(({ id }) => id !== null && id === compaction.firstKeptEntryId);
  const left = first < 0 ? [] : before.slice(first);
  const spoken = left.filter(
    ({ kind, message }) => kind !== "compaction" && message?.role !== "system",
  );
  return [compaction, ...spoken, ...path.slice(at + 1)];
}

function edits(entries: readonly Entry[], repairs: Repair[]): Told[] {
  const last = new Map(
    entries.flatMap(({ edit }) => (edit ? [[edit.targetId, edit.replacement] as const] : [])),
  );
  return entries.flatMap(({ id, line, message }) => {
    if (message === null || message.role === "excluded") return [];
    const replacement = id === null ? undefined : last.get(id);
    if (replacement === undefined) return [{ line, message }];
    if (replacement === null) {
      repairs.push({ kind: "edited-out", line });
      return [];
    }
    return [{ line, message: { ...message, blocks: replacement } }];
  });
}

const failed: readonly (string | undefined)[] = ["error", "aborted"];

/** Failed replies go, and each call that nothing answers before the next turn gets a result. */
function paired(messages: readonly Told[], repairs: Repair[]): readonly Told[] {
  const told: Told[] = [];
  let open: Told | null = null;
  let answered = new Set<string | undefined>();
  const close = () => {
    for (const { kind, id = "", name = "" } of open?.message.blocks ?? []) {
      if (kind !== "call" || answered.has(id)) continue;
      const line = open?.line ?? 0;
      told.push({ line, message: madeUp(id, name) });
      repairs.push({ kind: "result-added", line, detail: name });
    }
    open = null;
    answered = new Set();
  };
  for (const each of messages) {
    const { role, stopReason, callId } = each.message;
    if (role === "toolResult") answered.add(callId);
    else if (role !== "system") close();
    if (role === "assistant" && failed.includes(stopReason)) {
      repairs.push({ kind: "reply-dropped", line: each.line, detail: `${stopReason}` });
      continue;
    }
    if (role === "assistant") open = each;
    told.push(each);
  }
  close();
  return told;
}

const noResult = "No result provided";

function madeUp(callId: string, toolName: string): Message {
  const text = { kind: "text", bytes: noResult.length, said: "words" } as const;
  return { role: "toolResult", blocks: [text], callId, toolName, isError: true };
}
