// Whether the session on disk has entries that this process did not read. Whoever wrote them had the
// session before our socket was there to keep others out, and a turn on top would fork it.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** What was written while a process started stands at the end of the file. */
const tailBytes = 1024 * 1024;

/** Ids of entries at the end of the file that are not known; none where there is no such file. */
export function unknownEntries(path: string, isKnown: (id: string) => boolean): readonly string[] {
  return idsIn(readTail(path)).filter((id) => !isKnown(id));
}

function readTail(path: string): string {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
  try {
    const { size } = fstatSync(file);
    const tail = Buffer.alloc(Math.min(size, tailBytes));
    const read = readSync(file, tail, 0, tail.length, size - tail.length);
    return tail.toString("utf8", 0, read);
  } finally {
    closeSync(file);
  }
}

/** A line that is cut off at either end is none; a header and what is older than ids have no id. */
function idsIn(text: string): string[] {
  return text.split("\n").flatMap((line) => {
    try {
      const { type, id } = JSON.parse(line);
      return type !== "session" && typeof id === "string" ? [id] : [];
    } catch {
      return [];
    }
  });
}
