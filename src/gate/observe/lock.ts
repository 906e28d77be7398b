// The gate's own reading of a lock file. It shares nothing with the subject but the format, so that
// a fault in the subject's reading shows as a difference between the two.
import type { LockHolder, NonceOnDisk } from "../../evidence/event.ts";
import { largestPid, lockTexts } from "../../formats/lock.ts";
import { errorCode, type Files, noRegularFile } from "../../world/world.ts";

/** What stands there was seen, and is no file that could be read. */
const noFile: readonly (string | null)[] = ["EISDIR", "ELOOP", noRegularFile];

/** @throws what the disk threw, where that says nothing of what is there. */
export function readNonce(files: Files, path: string, gardenId: string): Promise<NonceOnDisk> {
  return files.readText(path).then((text) => nonceIn(text, gardenId), asRead);
}

/**
 * Whom the lock file names; null where none is there, or no whole lock.
 * @throws what the disk threw, where that says nothing of what is there.
 */
export async function readLock(files: Files, path: string): Promise<LockHolder | null> {
  const text = await files.readText(path).catch(asRead);
  return text === null ? null : holderIn(objectIn(text) ?? {});
}

/** No text of a lock. */
const noText = "unreadable";

/** What a failure to read says of the lock; thrown on where it says nothing. */
function asRead(error: unknown): typeof noText | null {
  const code = errorCode(error);
  if (code === "ENOENT") return null;
  if (noFile.includes(code)) return noText;
  throw error;
}

function holderIn(lock: Readonly<Record<string, unknown>>): LockHolder | null {
  const { pid, startTime } = lock;
  const isPid = typeof pid === "number" && Number.isInteger(pid) && pid > 0 && pid <= largestPid;
  if (!isPid || lockTexts.some((field) => typeof lock[field] !== "string")) return null;
  const text = (field: (typeof lockTexts)[number]) => String(lock[field]);
  return {
    gardenId: text("gardenId"),
    pid,
    hostname: text("hostname"),
    createdAt: text("createdAt"),
    nonce: text("nonce"),
    owner: text("owner"),
    lockPath: text("lockPath"),
    ...(typeof startTime === "string" && startTime !== "" ? { startTime } : {}),
  };
}

/** Of a lock that names this id and a process; anything else is no lock of it. */
function nonceIn(text: string, gardenId: string): string {
  const lock = objectIn(text);
  const isOurs = lock?.gardenId === gardenId && Number.isInteger(lock.pid);
  return isOurs && typeof lock?.nonce === "string" ? lock.nonce : "unreadable";
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}
