// What is in the session file once a history is made: entries by kind, the leaf, the size.
import type { Stage } from "../stage.ts";
import { endOf, type History, madeBy } from "./history.ts";

export async function recordHistory(stage: Stage, history: History, path: string): Promise<void> {
  const { files } = stage.world;
  const text = await files.readText(path);
  const entries: Record<string, number> = {};
  let leaf: string | null = null;
  for (const line of linesOf(text)) {
    const parsed = stage.context.agent.parseLine(line);
    if (parsed.kind === "header") continue;
    const kind = parsed.kind === "unreadable" ? "unreadable" : nameOf(parsed.entry);
    entries[kind] = (entries[kind] ?? 0) + 1;
    if (parsed.kind !== "unreadable") leaf = parsed.entry.entryId;
  }
  const bytes = (await files.inspect(path)).bytes;
  stage.record({
    type: "history-made",
    history: history.name,
    how: endOf(history),
    ...(history.file === undefined ? { made: madeBy(history) } : {}),
    entries,
    leaf,
    bytes,
  });
}

const linesOf = (text: string) => text.replace(/\n$/, "").split("\n");

const nameOf = ({ kind, role }: { readonly kind: string; readonly role: string | null }) =>
  role === null ? kind : `${kind} of ${role}`;
