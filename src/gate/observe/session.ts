// The cell's session file under observation: listed, fingerprinted, and followed entry by entry.
import { hash } from "node:crypto";
import type { SessionFile } from "../../evidence/event.ts";
import { sessionIdOf } from "../../evidence/evidence.ts";
import { readSession, sessionPaths } from "../../resume/session-file.ts";
import type { Stage } from "../stage.ts";
import { type FollowedLine, type Follower, follow } from "./follower.ts";

/** Where the dormant session lies, as the seed left it. */
export interface DormantFile {
  readonly path: string;
  /** Length of the file when it went dormant. */
  readonly prefixBytes: number;
}

/** The session while it is watched; its entries are recorded as they come. */
export interface Session extends DormantFile {
  /** Resolves when every whole line that is in the file now has been recorded. */
  drain(): Promise<void>;
}

const decoder = new TextDecoder();

/** Every session file of the cell, whoever made it. */
export async function readSessions(stage: Stage): Promise<readonly SessionFile[]> {
  const { world, cell, context } = stage;
  const paths = await sessionPaths(world.files, cell.paths.sessionDirectory);
  return Promise.all(paths.map((path) => readSession(world.files, path, context.agent.parseLine)));
}

/** The paths of those that bear the cell's id. */
export function ownPaths(stage: Stage, files: readonly SessionFile[]): readonly string[] {
  const sessionId = sessionIdOf(stage);
  return files.filter((file) => file.header?.id === sessionId).map((file) => file.path);
}

/** Reads the whole of what is there once: the bytes that a resume must not change; none if gone. */
export async function recordPrefix(
  stage: Stage,
  path: string,
  moment: "before-resume" | "after-reap",
  bytes?: number,
): Promise<number> {
  const content = await readPrefix(stage, path, bytes);
  const sha256 = hash("sha256", content, "hex");
  const kept = moment === "before-resume" ? decoder.decode(content) : null;
  stage.record({
    type: "session-prefix",
    moment,
    path,
    sha256,
    bytes: content.length,
    content: kept,
  });
  return content.length;
}

async function readPrefix(stage: Stage, path: string, bytes?: number): Promise<Uint8Array> {
  const { files } = stage.world;
  const status = await files.inspect(path);
  const length = Math.min(bytes ?? status.bytes, status.bytes);
  return length === 0 ? new Uint8Array() : files.readBytes(path, 0, length);
}

/** Records every line as an entry, from the head of the file on. */
export function followSession(stage: Stage, path: string): Follower {
  let index = 0;
  return follow(stage.world, {
    path,
    fromOffset: 0,
    pollMs: stage.cell.timeouts.pollMs,
    onLine: (line) => recordLine(stage, path, index++, line),
  });
}

function recordLine(stage: Stage, path: string, index: number, line: FollowedLine): void {
  const { offset, bytes } = line;
  const parsed = stage.context.agent.parseLine(line.text);
  if (parsed.kind === "header") return;
  const place = { path, index, offset, bytes };
  if (parsed.kind === "unreadable") {
    stage.record({ type: "session-line-unreadable", ...place, because: parsed.because });
  } else {
    stage.record({ type: "session-entry", ...place, ...parsed.entry });
  }
}
