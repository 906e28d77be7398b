// The last of a history's making: what is done to the file by hand, and what is then in it.
import { join } from "node:path";
import type { Stage } from "../stage.ts";
import type { History } from "./history.ts";

export async function completeHistory(stage: Stage, history: History, path: string): Promise<void> {
  const { files } = stage.world;
  const { edit, torn, later, name } = history;
  if (edit) {
    const lines = edit(linesOf(await files.readText(path)));
    // In one step, so that nobody ever sees half of it; outside of where sessions are looked for.
    const made = join(stage.cell.paths.root, "edited-session");
    await files.writeText(made, lines.join("\n") + (torn ? "" : "\n"), 0o600);
    await files.rename(made, path);
  }
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
  const how = edit ? "file" : later ? "killed" : "turns";
  const bytes = (await files.inspect(path)).bytes;
  stage.record({ type: "history-made", history: name, how, entries, leaf, bytes });
}

const linesOf = (text: string) => text.replace(/\n$/, "").split("\n");

const nameOf = ({ kind, role }: { readonly kind: string; readonly role: string | null }) =>
  role === null ? kind : `${kind} of ${role}`;
