// The per-session lock: `<directory>/<gid>.lock`, created exclusively, released only by the nonce
// that made it. It never waits and never expires: a lock stolen by age is a double spawn.
import type { LockConflict, LockHolder } from "../evidence/event.ts";
import { lockPath, reclaimSuffix } from "../formats/places.ts";
import type { World } from "../world/world.ts";
import { createLockFile, inspectLock, type LockFile, releaseLock } from "./lock-file.ts";
import { examineHolder } from "./lock-holder.ts";

export interface HeldLock extends LockFile {
  /** It was taken over from a holder that is provably dead. */
  readonly reclaimed: boolean;
  /** Of one that was taken over: from whom, and what proves that holder dead. */
  readonly from?: TakenFrom;
}

export interface TakenFrom {
  readonly holder: LockHolder;
  readonly because: string;
}

export type AcquireResult =
  | { readonly kind: "acquired"; readonly lock: HeldLock }
  | {
      readonly kind: "conflict";
      readonly path: string;
      readonly reason: LockConflict;
      /** The reason in words, for people only. */
      readonly because: string;
      /** Null when the lock file names none: empty, corrupt, or of another garden id. */
      readonly holder: LockHolder | null;
    };

type Conflict = Extract<AcquireResult, { readonly kind: "conflict" }>;

export type LockWorld = Pick<World, "files" | "processes" | "clock" | "randomBytes" | "host">;

export interface LockRequest {
  readonly directory: string;
  readonly gardenId: string;
  /** Who asks; named in the diagnostic of the next caller that finds the lock held. */
  readonly owner: string;
}

/** @throws what the disk threw (ENOSPC, EIO …); then no lock file of ours is left, or it says so. */
export async function acquireLock(world: LockWorld, request: LockRequest): Promise<AcquireResult> {
  const path = lockPath(request.directory, request.gardenId);
  await world.files.makeDirectory(request.directory, 0o700);
  const lock = await create(world, request, path, null);
  if (lock) return { kind: "acquired", lock };
  const found = await inspectLock(world, path, request.gardenId);
  if (found.kind === "absent") {
    return conflict(path, "just-released", "the lock was released just now");
  }
  if (found.kind === "unreadable") return conflict(path, found.reason, found.because);
  const { dead, because, unread } = await examineHolder(world, found.holder);
  const words = `${describeHolder(found.holder)}${because === "" ? "" : `; ${because}`}`;
  if (!dead) return conflict(path, unread ? "untold" : "held", words, found.holder);
  return reclaim(world, request, path, { holder: found.holder, because: words });
}

const conflict = (
  path: string,
  reason: LockConflict,
  because: string,
  holder: LockHolder | null = null,
): AcquireResult => ({ kind: "conflict", path, reason, because, holder });

function describeHolder(holder: LockHolder): string {
  return `held by ${holder.owner}, process ${holder.pid} on ${holder.hostname}, since ${holder.createdAt}`;
}

/**
 * Takes over from a dead holder. The marker admits one reclaimer at a time, and the nonce is read
 * again under it: the first reclaimer may have put a living successor's lock there.
 */
async function reclaim(
  world: LockWorld,
  request: LockRequest,
  path: string,
  from: TakenFrom,
): Promise<AcquireResult> {
  const dead = from.holder;
  const marker = await createLockFile(world, holderOf(world, request, `${path}${reclaimSuffix}`));
  if (marker === null) {
    const { reason, because } = await describeMarker(world, request, path);
    return conflict(path, reason, because, dead);
  }
  let lock: HeldLock | null = null;
  try {
    const found = await inspectLock(world, path, request.gardenId);
    if (found.kind !== "held" || found.holder.nonce !== dead.nonce) {
      const holder = found.kind === "held" ? found.holder : null;
      return conflict(path, "reclaimed-first", "somebody else reclaimed the lock first", holder);
    }
    await world.files.unlink(path);
    lock = await create(world, request, path, from);
    if (lock) return { kind: "acquired", lock };
    const winner = await inspectLock(world, path, request.gardenId);
    const holder = winner.kind === "held" ? winner.holder : null;
    const because = "somebody else took the lock while it was being reclaimed";
    return conflict(path, "taken-while-reclaiming", because, holder);
  } finally {
    await removeMarker(world, marker, lock);
  }
}

/**
 * A marker whose maker died stays, and blocks: taking it over would need a marker of its own, and
 * so on for ever. The diagnostic says who made it, and when a person may remove it.
 */
async function describeMarker(
  world: LockWorld,
  { gardenId }: LockRequest,
  path: string,
): Promise<Pick<Conflict, "reason" | "because">> {
  const marker = `${path}${reclaimSuffix}`;
  const found = await inspectLock(world, marker, gardenId);
  const what = "the lock of a dead process is being reclaimed";
  const going = (because: string) => ({ reason: "being-reclaimed", because }) as const;
  if (found.kind === "absent") return going(`${what}, or was until just now (${marker})`);
  const byHand = `if no dispatch to ${gardenId} is running, remove ${marker} by hand`;
  if (found.kind === "unreadable") return going(`${what}, ${found.because}; ${byHand}`);
  const { pid, hostname, createdAt } = found.holder;
  const who = `process ${pid} on ${hostname} since ${createdAt} (${marker})`;
  const { dead } = await examineHolder(world, found.holder);
  if (!dead) return going(`${what} by ${who}`);
  return { reason: "reclaimer-gone", because: `${what} by ${who}, which is gone; ${byHand}` };
}

/** A lock that could not be handed over is given back: nobody else would ever release it. */
async function removeMarker(
  world: LockWorld,
  marker: LockFile,
  lock: HeldLock | null,
): Promise<void> {
  try {
    await releaseLock(world, marker);
  } catch (error) {
    if (lock) await releaseLock(world, lock).catch(() => undefined);
    throw error;
  }
}

/** Null when somebody else's lock is there. */
async function create(
  world: LockWorld,
  request: LockRequest,
  path: string,
  from: TakenFrom | null,
): Promise<HeldLock | null> {
  const created = await createLockFile(world, holderOf(world, request, path));
  return created && { ...created, reclaimed: from !== null, ...(from ? { from } : {}) };
}

function holderOf(world: LockWorld, request: LockRequest, path: string): LockHolder {
  const { pid, hostname, startTime } = world.host;
  return {
    gardenId: request.gardenId,
    pid,
    hostname,
    ...(startTime === null ? {} : { startTime }),
    createdAt: new Date(world.clock.wallMs()).toISOString(),
    nonce: Buffer.from(world.randomBytes(8)).toString("hex"),
    owner: request.owner,
    lockPath: path,
  };
}
