// What a session says of itself, taken from its lines as they come. Later words replace earlier ones:
// the last name in the file, and the last model and thinking level on the way to its last entry.
import type { Agent, TranscriptLine } from "../agents/agent.ts";
import type { SessionFile } from "../evidence/event.ts";

type Words = Omit<SessionFile, "path" | "bytes">;

export interface WordCollector {
  take(line: string): void;
  /** The session is another's, or none: nothing that follows can change that. */
  isNotOf(sessionId: string): boolean;
  said(): Words;
}

/** What holds from an entry on; shared by all that change nothing. */
interface Settings {
  readonly model: SessionFile["model"];
  readonly thinkingLevel: string | null;
}

const nothing: Settings = { model: null, thinkingLevel: null };
const byteOrderMark = "\ufeff";

export function collectWords(parseLine: Agent["parseLine"]): WordCollector {
  const settings = new Map<string, Settings>();
  let leaf = nothing;
  /** In the order of the file, for one whose entries have lost their parents. */
  let anywhere = nothing;
  let header: Words["header"] = null;
  let unreadable: string | null = null;
  let name: string | null = null;
  let lines = 0;

  const takeHeader = (parsed: TranscriptLine, flaw: string | null) => {
    if (parsed.kind !== "header" || header !== null) return;
    header = { id: parsed.id, cwd: parsed.cwd, version: parsed.version };
    unreadable = flaw ?? (lines === 1 ? null : "its header is not its first line");
  };
  const takeEntry = (parsed: Exclude<TranscriptLine, { kind: "header" | "unreadable" }>) => {
    const { entryId, parentId } = parsed.entry;
    // A session older than ids is one line of entries.
    const parent = entryId === null ? leaf : (parentId && settings.get(parentId)) || nothing;
    leaf = changed(parent, parsed);
    anywhere = changed(anywhere, parsed);
    if (entryId !== null) settings.set(entryId, leaf);
    if (parsed.kind === "name") name = parsed.name;
  };
  return {
    take(line) {
      if (line.trim() === "") return;
      lines += 1;
      if (lines === 1 && line.startsWith(byteOrderMark)) {
        return takeHeader(parseLine(line.slice(1)), "a byte order mark stands before its header");
      }
      const parsed = parseLine(line);
      if (parsed.kind === "header") takeHeader(parsed, null);
      else if (parsed.kind !== "unreadable") takeEntry(parsed);
    },
    isNotOf: (sessionId) => lines > 0 && header?.id !== sessionId,
    said: () => ({
      header,
      name,
      model: leaf.model ?? anywhere.model,
      thinkingLevel: leaf.thinkingLevel ?? anywhere.thinkingLevel,
      ...(unreadable === null ? {} : { unreadable }),
    }),
  };
}

function changed(
  before: Settings,
  parsed: Exclude<TranscriptLine, { kind: "header" | "unreadable" }>,
): Settings {
  if (parsed.kind === "thinking") return { ...before, thinkingLevel: parsed.level };
  if (parsed.kind === "model") {
    return { ...before, model: { provider: parsed.provider, model: parsed.model } };
  }
  const { role, provider, model } = parsed.entry;
  if (role !== "assistant" || provider === null || model === null) return before;
  if (before.model?.provider === provider && before.model.model === model) return before;
  return { ...before, model: { provider, model } };
}
