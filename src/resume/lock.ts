// The per-session lock: `<directory>/<gid>.lock`, created exclusively, released only by the nonce
// that made it. It never waits and never expires: a lock stolen by age is a double spawn.
import { join } from "node:path";
import type { LockHolder, ReleaseResult } from "../evidence/event.ts";
import { errorCode, type World } from "../world/world.ts";
import { assertGardenId } from "./identity.ts";

export interface HeldLock {
  readonly gardenId: string;
  readonly nonce: string;
  readonly path: string;
  /** It was taken over from a holder that is provably dead. */
  readonly reclaimed: boolean;
}

export type AcquireResult =
  | { readonly kind: "acquired"; readonly lock: HeldLock }
  | {
      readonly kind: "conflict";
      readonly path: string;
      readonly because: string;
      /** Null when the lock file names none: empty, corrupt, or of another garden id. */
      readonly holder: LockHolder | null;
    };

export type LockWorld = Pick<World, "files" | "processes" | "clock" | "randomBytes" | "host">;

export interface LockRequest {
  readonly directory: string;
  readonly gardenId: string;
  /** Who asks, for the diagnostic of whoever finds the lock held. */
  readonly owner: string;
}

/** @throws RangeError for a malformed id, before any path is built from it. */
export function lockPath(directory: string, gardenId: string): string {
  assertGardenId(gardenId);
  return join(directory, `${gardenId}.lock`);
}

/** @throws what the disk threw (ENOSPC, EIO …); then no lock file of ours is left. */
export async function acquireLock(world: LockWorld, request: LockRequest): Promise<AcquireResult> {
  const path = lockPath(request.directory, request.gardenId);
  await world.files.makeDirectory(request.directory, 0o700);
  const lock = await create(world, request, path, false);
  if (lock) return { kind: "acquired", lock };
  const found = await readHolder(world, path, request.gardenId);
  if (found.kind === "absent") return conflict(path, "the lock was released just now", null);
  if (found.kind === "unreadable") return conflict(path, found.because, null);
  if (!isDead(world, found.holder)) {
    return conflict(path, describeHolder(found.holder), found.holder);
  }
  return reclaim(world, request, path, found.holder);
}

/** Unlinks the lock only if it is still ours; what became of it is returned, never thrown away. */
export async function releaseLock(
  world: Pick<World, "files">,
  lock: HeldLock,
): Promise<ReleaseResult> {
  const found = await readHolder(world, lock.path, lock.gardenId);
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

const conflict = (path: string, because: string, holder: LockHolder | null): AcquireResult => ({
  kind: "conflict",
  path,
  because,
  holder,
});

function describeHolder(holder: LockHolder): string {
  return `held by ${holder.owner}, process ${holder.pid} on ${holder.hostname}, since ${holder.createdAt}`;
}

/** Only a same-host process that the kernel says is gone is dead; everything else may live. */
function isDead(world: LockWorld, holder: LockHolder): boolean {
  if (holder.hostname !== world.host.hostname) return false;
  return world.processes.signal(holder.pid, 0) === "gone";
}

/**
 * Takes over from a dead holder. The marker admits one reclaimer at a time, and the nonce is read
 * again under it: whoever came first may have put a living successor's lock there.
 */
async function reclaim(
  world: LockWorld,
  request: LockRequest,
  path: string,
  dead: LockHolder,
): Promise<AcquireResult> {
  const marker = `${path}.reclaim`;
  if (!(await createMarker(world, marker))) {
    return conflict(path, `the lock of a dead process is being reclaimed; see ${marker}`, dead);
  }
  try {
    const found = await readHolder(world, path, request.gardenId);
    if (found.kind !== "held" || found.holder.nonce !== dead.nonce) {
      const holder = found.kind === "held" ? found.holder : null;
      return conflict(path, "somebody else reclaimed the lock first", holder);
    }
    await world.files.unlink(path);
    const lock = await create(world, request, path, true);
    if (lock) return { kind: "acquired", lock };
    return conflict(path, "somebody else took the lock while it was being reclaimed", null);
  } finally {
    await world.files.unlink(marker);
  }
}

async function createMarker(world: LockWorld, marker: string): Promise<boolean> {
  try {
    const file = await world.files.createExclusive(marker, 0o600);
    await file.close();
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

/** Null when somebody else's lock is there. */
async function create(
  world: LockWorld,
  request: LockRequest,
  path: string,
  reclaimed: boolean,
): Promise<HeldLock | null> {
  const nonce = Buffer.from(world.randomBytes(8)).toString("hex");
  const holder: LockHolder = {
    gardenId: request.gardenId,
    pid: world.host.pid,
    hostname: world.host.hostname,
    createdAt: new Date(world.clock.wallMs()).toISOString(),
    nonce,
    owner: request.owner,
    lockPath: path,
  };
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
    // Nobody can have taken an unfinished lock over: it names no dead process.
    await world.files.unlink(path);
    throw error;
  }
  return { gardenId: request.gardenId, nonce, path, reclaimed };
}

export type FoundHolder =
  | { readonly kind: "absent" }
  | { readonly kind: "unreadable"; readonly because: string }
  | { readonly kind: "held"; readonly holder: LockHolder };

/** What the lock file at `path` says; never deletes, whatever it finds. */
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
  if (holder === null) {
    return { kind: "unreadable", because: `${path} is empty, half-written or corrupt` };
  }
  if (holder.gardenId !== gardenId) {
    return { kind: "unreadable", because: `${path} is the lock of ${holder.gardenId}` };
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
  const { gardenId, pid, hostname, createdAt, nonce, owner, lockPath } = value;
  const texts = [gardenId, hostname, createdAt, nonce, owner, lockPath];
  if (!texts.every((field) => typeof field === "string")) return null;
  // 0 and negative numbers address process groups, and would never be "gone".
  if (!Number.isInteger(pid) || (pid as number) <= 0) return null;
  return value as LockHolder;
}
