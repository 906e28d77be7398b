// Finding a dormant session on disk: by the id in the file's header, never by the file's name.
import { join } from "node:path";
import type { Agent } from "../agents/agent.ts";
import type { SessionFile } from "../evidence/event.ts";
import type { Files } from "../world/world.ts";
import { closedStore, type OnSkip, orSkip } from "./skipped.ts";

type ParseLine = Agent["parseLine"];

/** Identity lines stand at the head of the file; a session's turns are not read. */
const headBytes = 64 * 1024;

const decoder = new TextDecoder();

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
    const session = await orSkip(path, onSkip, () => readSession(files, path, parseLine));
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

/** The last name and the first model that the head of the file gives. */
export async function readSession(
  files: Files,
  path: string,
  parseLine: ParseLine,
): Promise<SessionFile> {
  const head = await files.readBytes(path, 0, headBytes);
  const bytes = head.length < headBytes ? head.length : (await files.inspect(path)).bytes;
  let header: SessionFile["header"] = null;
  let name: string | null = null;
  let model: SessionFile["model"] = null;
  for (const line of decoder.decode(head).split("\n").slice(0, -1)) {
    const parsed = parseLine(line);
    if (parsed.kind === "header") {
      header ??= { id: parsed.id, cwd: parsed.cwd, version: parsed.version };
    } else if (parsed.kind === "name") name = parsed.name;
    else if (parsed.kind === "model") model ??= { provider: parsed.provider, model: parsed.model };
  }
  return { path, bytes, header, name, model };
}
