// Whether the session on disk has entries that this process did not read. Whoever wrote them had the
// session before our socket was there to keep others out, and a turn on top would fork it.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";

export interface Look {
  /** What stands there and was not read, in words; null for nothing. */
  readonly growth: string | null;
  /** Length of the file in bytes: where the next look may begin. */
  readonly end: number;
}

/**
 * Looks through the file from a line's beginning on. An agent ends the last line of what it reads,
 * so one without an end is being written.
 */
export function lookForGrowth(path: string, isKnown: (id: string) => boolean, fromByte = 0): Look {
  const text = readFrom(path, fromByte);
  const lines = text.split("\n");
  const stranger = lines.flatMap(idIn).find((id) => !isKnown(id));
  const end = fromByte + Buffer.byteLength(text);
  if (stranger !== undefined) return { growth: `entry ${stranger}`, end };
  return { growth: lines.at(-1) === "" ? null : "an entry that has no end yet", end };
}

/** Nothing of a file that is not there: an agent makes it with its first reply. */
function readFrom(path: string, fromByte: number): string {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(file).size - fromByte));
    return bytes.toString("utf8", 0, readSync(file, bytes, 0, bytes.length, fromByte));
  } finally {
    closeSync(file);
  }
}

/** A torn line is none; a header, and what is older than ids, has none. */
function idIn(line: string): readonly string[] {
  try {
    const { type, id } = JSON.parse(line);
    return type !== "session" && typeof id === "string" ? [id] : [];
  } catch {
    return [];
  }
}
