// The gate's own reading of a lock file. It shares nothing with the subject but the format, so that
// a fault in the subject's reading shows as a difference between the two.
import type { NonceOnDisk } from "../../evidence/event.ts";
import { errorCode, type Files, noRegularFile } from "../../world/world.ts";

/** What stands there was seen, and is no file that could be read. */
const noFile: readonly (string | null)[] = ["EISDIR", "ELOOP", noRegularFile];

/** @throws what the disk threw, where that says nothing of what is there. */
export async function readNonce(
  files: Files,
  path: string,
  gardenId: string,
): Promise<NonceOnDisk> {
  try {
    return nonceIn(await files.readText(path), gardenId);
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT") return null;
    if (noFile.includes(code)) return "unreadable";
    throw error;
  }
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
