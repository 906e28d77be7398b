// Finding a dormant session on disk: by the id in the file's header, never by the file's name.
import { join } from "node:path";
import type { Agent } from "../agents/agent.ts";
import type { SessionFile } from "../evidence/event.ts";
import type { Files } from "../world/world.ts";
import { splitLines } from "./session-lines.ts";
import { collectWords } from "./session-words.ts";
import { closedStore, type OnSkip, orSkip } from "./skipped.ts";

type ParseLine = Agent["parseLine"];

/** What is read at once, in bytes: most sessions in one go, large ones in larger pieces. */
const firstBlockBytes = 64 * 1024;
const laterBlockBytes = 1024 * 1024;

/** Every session file below the directory whose header names this id, in path order. */
export async function findSessions(
  files: Files,
  directory: string,
  gardenId: string,
  parseLine: ParseLine,
  onSkip?: OnSkip,
): Promise<readonly SessionFile[]> {
  const found: SessionFile[] = [];
  for (const path of await sessionPaths(files, directory, onSkip)) {
    const read = () => readSession(files, path, parseLine, gardenId);
    const session = await orSkip(path, onSkip, read);
    if (session?.header?.id === gardenId) found.push(session);
  }
  return found;
}

/**
 * All that is called `.jsonl` in the directory and in its direct subdirectories; whether it can be
 * read as a session is for whoever reads it.
 * @throws Error when the directory itself cannot be listed.
 */
export async function sessionPaths(
  files: Files,
  directory: string,
  onSkip?: OnSkip,
): Promise<readonly string[]> {
  const names = await files.list(directory).catch((error: unknown) => {
    throw closedStore(directory, "which sessions there are", error);
  });
  const paths: string[] = [];
  for (const name of names) {
    const path = join(directory, name);
    if (name.endsWith(".jsonl")) paths.push(path);
    else paths.push(...((await orSkip(path, onSkip, () => sessionsBelow(files, path))) ?? []));
  }
  return paths;
}

async function sessionsBelow(files: Files, path: string): Promise<readonly string[]> {
  if ((await files.inspect(path)).kind !== "directory") return [];
  const inner = await files.list(path);
  return inner.filter((file) => file.endsWith(".jsonl")).map((file) => join(path, file));
}

/**
 * What the whole file says last of its session, however large it is. With `onlyOf`, no more is read
 * of a session of another id than it takes to see that.
 */
export async function readSession(
  files: Files,
  path: string,
  parseLine: ParseLine,
  onlyOf: string | null = null,
): Promise<SessionFile> {
  const words = collectWords(parseLine);
  const lines = splitLines(words.take);
  let bytes = 0;
  for (let size = firstBlockBytes; ; size = laterBlockBytes) {
    const block = await files.readBytes(path, bytes, size);
    lines.push(block);
    bytes += block.length;
    if (block.length < size || (onlyOf !== null && words.isNotOf(onlyOf))) break;
  }
  lines.end();
  return { path, bytes, ...words.said() };
}
