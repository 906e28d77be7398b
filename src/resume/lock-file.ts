// One lock file on disk: made exclusively with its content, read with suspicion, unlinked by nonce.
// It never decides who may hold a lock, and never deletes what it did not make.
import type { LockConflict, LockHolder, ReleaseResult } from "../evidence/event.ts";
import { largestPid, lockTexts } from "../formats/lock.ts";
import { errorCode, messageOf, noRegularFile, type World } from "../world/world.ts";

/** A lock file of ours. */
export interface LockFile {
  readonly gardenId: string;
  readonly nonce: string;
  readonly path: string;
}

/** Null when a file of that name is there; whatever else fails is thrown, and nothing is left. */
export async function createLockFile(
  world: Pick<World, "files">,
  holder: LockHolder,
): Promise<LockFile | null> {
  const { gardenId, nonce, lockPath: path } = holder;
  const file = await world.files.createExclusive(path, 0o600).catch((error) => {
    if (errorCode(error) === "EEXIST") return null;
    throw error;
  });
  if (file === null) return null;
  try {
    await file.write(`${JSON.stringify(holder)}\n`);
    await file.close();
  } catch (error) {
    await file.close().catch(() => undefined);
    // Nobody can have taken an unfinished file over: it names no dead process.
    const left = await world.files.unlink(path).then(
      () => null,
      (reason: Error) => reason,
    );
    if (left === null || errorCode(left) === "ENOENT") throw error;
    throw unfinishedLeft(path, error, left);
  }
  return { gardenId, nonce, path };
}

/** Keeps the code of the first failure: that is the one to act on. */
function unfinishedLeft(path: string, error: unknown, left: Error): Error {
  const why = messageOf(error);
  const message = `${path} could not be written (${why}) nor removed again (${left.message}); remove it by hand`;
  return Object.assign(new Error(message, { cause: error }), { code: errorCode(error) });
}

/** Unlinks the lock only if it is still ours; what became of it is returned, never thrown away. */
export async function releaseLock(
  world: Pick<World, "files">,
  lock: LockFile,
): Promise<ReleaseResult> {
  const found = await readHolder(world, lock.path, lock.gardenId).catch((error): FoundHolder => {
    if (!isNoFile(error)) throw error;
    const because = `${lock.path} is no lock file any more`;
    return { kind: "unreadable", reason: "unreadable", because };
  });
  if (found.kind === "absent") return "absent";
  if (found.kind === "unreadable" || found.holder.nonce !== lock.nonce) return "not-owned";
  try {
    await world.files.unlink(lock.path);
    return "released";
  } catch (error) {
    if (errorCode(error) === "ENOENT") return "absent";
    throw error;
  }
}

export type FoundHolder =
  | { readonly kind: "absent" }
  | {
      readonly kind: "unreadable";
      readonly reason: Extract<LockConflict, "malformed" | "of-another-id" | "unreadable">;
      readonly because: string;
    }
  | { readonly kind: "held"; readonly holder: LockHolder };

type Unreadable = Extract<FoundHolder, { readonly kind: "unreadable" }>;

const unreadable = (reason: Unreadable["reason"], because: string): Unreadable => ({
  kind: "unreadable",
  reason,
  because,
});

/** Like `readHolder`, for a caller that finds the path taken: an unreadable lock is in the way, too. */
export async function inspectLock(
  world: Pick<World, "files">,
  path: string,
  gardenId: string,
): Promise<FoundHolder> {
  try {
    const { kind } = await world.files.inspect(path);
    if (kind !== "file" && kind !== "missing") {
      return unreadable("unreadable", `${path} is unreadable: a ${kind}, no lock file`);
    }
    return await readHolder(world, path, gardenId);
  } catch (error) {
    const why = errorCode(error) ?? String(error);
    return unreadable("unreadable", `${path} is there and unreadable (${why})`);
  }
}

/**
 * What the lock file at `path` says; never deletes, whatever it finds.
 * @throws what the disk threw, except for a file that is not there.
 */
export async function readHolder(
  world: Pick<World, "files">,
  path: string,
  gardenId: string,
): Promise<FoundHolder> {
  const text = await world.files.readText(path).catch((error) => {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  });
  if (text === null) return { kind: "absent" };
  const holder = parseHolder(text);
  if (holder === null) return unreadable("malformed", `${path} is empty, half-written or corrupt`);
  if (holder.gardenId !== gardenId) {
    return unreadable("of-another-id", `${path} is the lock of ${holder.gardenId}`);
  }
  return { kind: "held", holder };
}

function parseHolder(text: string): LockHolder | null {
  let value: Partial<LockHolder> | null;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const { pid } = value;
  if (!lockTexts.every((field) => typeof value[field] === "string")) return null;
  // 0 and negative numbers address process groups, larger ones nobody: neither can be asked.
  if (!Number.isInteger(pid) || (pid as number) <= 0 || (pid as number) > largestPid) return null;
  const { startTime, ...holder } = value as LockHolder;
  // A writer that gives none, or something else under that name, leaves the holder's start unknown.
  return typeof startTime === "string" && startTime !== "" ? { ...holder, startTime } : holder;
}

/** What stands there was seen, and is no file to be read: a directory, a pipe, a link to itself. */
export const isNoFile = (error: unknown): boolean =>
  ["EISDIR", "ELOOP", noRegularFile].includes(errorCode(error) ?? "");
