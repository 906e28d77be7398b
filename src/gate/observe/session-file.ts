// The gate's own reading of session files, through the agent's parser and nothing of the subject's:
// a whole file at once, and from its last entry back to where its words come from.
import { join } from "node:path";
import type { Agent, TranscriptLine } from "../../agents/agent.ts";
import type { SessionFile, SkippedFile } from "../../evidence/event.ts";
import type { Files } from "../../world/world.ts";
import { lookOrNote } from "./passed-over.ts";

type EntryLine = Exclude<TranscriptLine, { kind: "header" | "unreadable" }>;
type Model = NonNullable<SessionFile["model"]>;

const blockBytes = 1024 * 1024;
const ending = ".jsonl";
const byteOrderMark = "\ufeff";
/** A byte order mark is kept: it is a part of its line. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** All sessions in the directory and one below it, in path order as the directory gives them. */
export async function listSessionPaths(
  files: Files,
  directory: string,
  note: (skipped: SkippedFile) => void,
): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const name of await files.list(directory)) {
    const path = join(directory, name);
    if (name.endsWith(ending)) paths.push(path);
    else paths.push(...((await lookOrNote(path, note, () => inside(files, path))) ?? []));
  }
  return paths;
}

async function inside(files: Files, directory: string): Promise<readonly string[]> {
  if ((await files.inspect(directory)).kind !== "directory") return [];
  const names = await files.list(directory);
  return names.filter((name) => name.endsWith(ending)).map((name) => join(directory, name));
}

export async function readSessionFile(
  files: Files,
  path: string,
  parseLine: Agent["parseLine"],
): Promise<SessionFile> {
  const blocks: Uint8Array[] = [];
  let bytes = 0;
  for (let last = blockBytes; last === blockBytes; ) {
    const block = await files.readBytes(path, bytes, blockBytes);
    blocks.push(block);
    last = block.length;
    bytes += last;
  }
  const whole = blocks.length === 1 ? blocks[0] : Buffer.concat(blocks);
  const lines = decoder.decode(whole).split("\n");
  if (lines.at(-1) === "") lines.pop();
  return { path, bytes, ...wordsIn(lines, parseLine) };
}

function wordsIn(
  lines: readonly string[],
  parseLine: Agent["parseLine"],
): Omit<SessionFile, "path" | "bytes"> {
  const start = lines.findIndex((line) => line.trim() !== "");
  const [first = "", ...others] = start < 0 ? [] : lines.slice(start);
  const marked = first.startsWith(byteOrderMark);
  const parsed = [
    parseLine(marked ? first.slice(1) : first),
    ...others.map((line) => parseLine(line)),
  ];
  const at = parsed.findIndex(({ kind }) => kind === "header");
  const header = parsed[at];
  const entries = parsed.filter(isEntry);
  const branch = branchOf(entries);
  // What the last entry's branch says last; where it says nothing, what the whole file does.
  const lastOnBranch = <T>(word: (line: EntryLine) => T | null) =>
    lastWord(branch, word) ?? lastWord(entries, word);
  const flaw = marked
    ? "a byte order mark stands before its header"
    : at > 0
      ? "its header is not its first line"
      : null;
  return {
    header:
      header?.kind === "header"
        ? { id: header.id, cwd: header.cwd, version: header.version }
        : null,
    name: lastWord(entries, (line) => (line.kind === "name" ? line.name : null)),
    model: lastOnBranch(modelIn),
    thinkingLevel: lastOnBranch((line) => (line.kind === "thinking" ? line.level : null)),
    ...(flaw === null || at < 0 ? {} : { unreadable: flaw }),
  };
}

const isEntry = (line: TranscriptLine): line is EntryLine =>
  line.kind !== "header" && line.kind !== "unreadable";

function modelIn(line: EntryLine): Model | null {
  if (line.kind === "model") return { provider: line.provider, model: line.model };
  const { role, provider, model } = line.entry;
  const isReply = line.kind === "entry" && role === "assistant";
  return isReply && provider !== null && model !== null ? { provider, model } : null;
}

function lastWord<T>(entries: readonly EntryLine[], word: (line: EntryLine) => T | null): T | null {
  for (let place = entries.length - 1; place >= 0; place -= 1) {
    const said = word(entries[place] as EntryLine);
    if (said !== null) return said;
  }
  return null;
}

/** From the first to the last entry, by parents; an entry without an id follows the one before it. */
function branchOf(entries: readonly EntryLine[]): readonly EntryLine[] {
  const placeOf = new Map<string, number>();
  const parents = entries.map(({ entry: { entryId, parentId } }, place) => {
    const parent = entryId === null ? place - 1 : (placeOf.get(parentId ?? "") ?? -1);
    if (entryId !== null) placeOf.set(entryId, place);
    return parent;
  });
  const branch: EntryLine[] = [];
  for (let place = entries.length - 1; place >= 0; place = parents[place] ?? -1) {
    const line = entries[place];
    if (line) branch.push(line);
  }
  return branch.reverse();
}
