// Finding a dormant session on disk: by the id in the file's header, never by the file's name.
import { join } from "node:path";
import type { Agent } from "../agents/agent.ts";
import type { SessionFile } from "../evidence/event.ts";
import type { Files } from "../world/world.ts";
import { splitLines } from "./session-lines.ts";
import { collectWords } from "./session-words.ts";

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
): Promise<readonly SessionFile[]> {
  const found: SessionFile[] = [];
  for (const path of await sessionPaths(files, directory)) {
    const session = await readSession(files, path, parseLine, gardenId);
    if (session.header?.id === gardenId) found.push(session);
  }
  return found;
}

/** All `.jsonl` files in the directory and in its direct subdirectories. */
export async function sessionPaths(files: Files, directory: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const name of await files.list(directory)) {
    const path = join(directory, name);
    if (name.endsWith(".jsonl")) paths.push(path);
    else if ((await files.inspect(path)).kind === "directory") {
      const inner = await files.list(path);
      paths.push(
        ...inner.filter((file) => file.endsWith(".jsonl")).map((file) => join(path, file)),
      );
    }
  }
  return paths;
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
