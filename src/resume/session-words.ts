// What a session says of itself, taken from its lines as they come. Later words replace earlier ones:
// the last name in the file, and the last model and thinking level on the way to its last entry.
import type { Agent, TranscriptLine } from "../agents/agent.ts";
import type { SessionFile } from "../evidence/event.ts";

type EntryLine = Exclude<TranscriptLine, { kind: "header" | "unreadable" }>;
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
  const takeEntry = (parsed: EntryLine) => {
    const { entryId, parentId } = parsed.entry;
    // A session older than ids is one line of entries.
    const parent = entryId === null ? leaf : (parentId && settings.get(parentId)) || nothing;
    const word = wordIn(parsed);
    leaf = word === null ? parent : { ...parent, ...word };
    if (word !== null) anywhere = { ...anywhere, ...word };
    if (entryId !== null) settings.set(entryId, leaf);
    if (parsed.kind === "name") name = parsed.name;
  };
  return {
    take(line) {
      // Blank lines before the header are nothing; behind it they are unreadable, like any other.
      if (header === null && line.trim() === "") return;
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

/** What an entry says of model or thinking level; most say nothing. */
function wordIn(parsed: EntryLine): Partial<Settings> | null {
  if (parsed.kind === "thinking") return { thinkingLevel: parsed.level };
  if (parsed.kind === "model") {
    return { model: { provider: parsed.provider, model: parsed.model } };
  }
  const { role, provider, model } = parsed.entry;
  if (role !== "assistant" || provider === null || model === null) return null;
  return { model: { provider, model } };
}
