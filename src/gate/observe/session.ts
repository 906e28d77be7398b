// The cell's session file under observation: listed, fingerprinted, and followed entry by entry.
import { createHash, hash } from "node:crypto";
import type { Moment, SessionFile, SkippedFile, TranscriptEntry } from "../../evidence/event.ts";
import { eventsOf, firstOf, sessionIdOf } from "../../evidence/evidence.ts";
import { toExactText } from "../../evidence/exact-text.ts";
import type { Stage } from "../stage.ts";
import { type FollowedLine, type Follower, followFile } from "./follower.ts";
import { lookOrNote } from "./passed-over.ts";
import { listSessionPaths, readSessionFile } from "./session-file.ts";

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

/** Every session file of the cell, no matter who made it. */
export async function readSessions(stage: Stage): Promise<readonly SessionFile[]> {
  const { world, cell, context } = stage;
  const { files } = world;
  const note = (skipped: SkippedFile) => recordSkipped(stage, skipped);
  const paths = await listSessionPaths(files, cell.paths.sessionDirectory, note);
  const read = await Promise.all(
    paths.map((path) =>
      lookOrNote(path, note, () => readSessionFile(files, path, context.agent.parseLine)),
    ),
  );
  return read.filter((session) => session !== null);
}

/** Once for each: the gate looks at the same place again and again. */
export function recordSkipped(stage: Stage, skipped: SkippedFile): void {
  const known = eventsOf(stage, "file-skipped").some(
    ({ by, path }) => by === "gate" && path === skipped.path,
  );
  if (!known) stage.record({ type: "file-skipped", by: "gate", dispatch: null, ...skipped });
}

export async function listSessions(stage: Stage, moment: Moment): Promise<void> {
  stage.record({ type: "session-listed", moment, files: await readSessions(stage) });
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
  const status = await stage.world.files.inspect(path);
  const prefix = await readPrefix(stage, path, Math.min(bytes ?? status.bytes, status.bytes));
  const isKept = moment === "before-resume";
  const kept = isKept && prefix.content ? toExactText(prefix.content) : null;
  // Here and not where it is written: who judges has to know that this text cannot give the hash.
  const shown = kept && (stage.context.redact?.(kept.text) ?? kept.text);
  stage.record({
    type: "session-prefix",
    moment,
    path,
    sha256: prefix.sha256,
    bytes: prefix.bytes,
    ...(isKept && kept === null ? { tooLong: true } : {}),
    content: shown,
    ...(shown === (kept?.text ?? null) ? {} : { redacted: true as const }),
    ...(kept && kept.undecodable.length > 0 ? { undecodable: kept.undecodable } : {}),
  });
  return prefix.bytes;
}

/** Of a session that is longer only the digest is kept. */
const mostKept = 16 * 1024 * 1024;
const pieceBytes = 1024 * 1024;

/** Piece by piece; `content` is null where it is too long to be kept. */
async function readPrefix({ world: { files } }: Stage, path: string, length: number) {
  if (length <= pieceBytes) {
    const content = length === 0 ? new Uint8Array() : await files.readBytes(path, 0, length);
    return { bytes: content.length, sha256: hash("sha256", content, "hex"), content };
  }
  const digest = createHash("sha256");
  const kept: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < length) {
    const piece = await files.readBytes(path, bytes, Math.min(pieceBytes, length - bytes));
    if (piece.length === 0) break;
    digest.update(piece);
    if (length <= mostKept) kept.push(piece);
    bytes += piece.length;
  }
  const content = length <= mostKept ? Buffer.concat(kept) : null;
  return { bytes, sha256: digest.digest("hex"), content };
}

/** Records every line as an entry, from the head of the file on. */
export function followSession(stage: Stage, path: string): Follower {
  let index = 0;
  return followFile(stage.world, {
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
    const entry = isOwn(stage, offset) ? withoutWords(parsed.entry) : parsed.entry;
    stage.record({ type: "session-entry", ...place, ...entry });
  }
}

/** A line of somebody's own session: it was in the file before the cell's first turn. */
function isOwn(stage: Stage, offset: number): boolean {
  const made = stage.cell.history?.made === "own" ? firstOf(stage, "history-made") : undefined;
  return made !== undefined && offset < made.bytes;
}

/** What is held of it is kept as digests, and no claim asks for its words. */
const withoutWords = (entry: TranscriptEntry): TranscriptEntry => ({
  ...entry,
  text: "",
  reasoning: "",
  toolCalls: entry.toolCalls.map(({ name }) => ({ name, argumentsText: "" })),
});
