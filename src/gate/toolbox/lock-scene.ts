// Locks that a scenario puts in the subject's way, and the proof that the subject met them. A lock
// placed here is a copy of what some other dispatch could have left; it is never held by us.
import type { EventOf, LockConflict, LockHolder, ProcessIdentity } from "../../evidence/event.ts";
import { eventsOf, lastOf } from "../../evidence/evidence.ts";
import type { Stage } from "../stage.ts";
import { exitOf, startActor } from "./actor.ts";
import { placeFile } from "./props.ts";

/** A holder on this host; `pid` is that of any process the scene needs. */
export function holderOf(stage: Stage, pid: number, changes: Partial<LockHolder> = {}): LockHolder {
  const { cell, world, lockPath } = stage;
  return {
    gardenId: cell.gardenId,
    pid,
    hostname: world.host.hostname,
    lockPath,
    createdAt: new Date(world.clock.wallMs()).toISOString(),
    nonce: Buffer.from(world.randomBytes(8)).toString("hex"),
    owner: stage.context.lane.surroundings?.lockOwner ?? "another-dispatch",
    ...changes,
  };
}

/** A lock that must still be there afterwards; taken away when all is over. */
export async function placeLock(stage: Stage, text: string, path = stage.lockPath): Promise<void> {
  await stage.world.files.makeDirectory(stage.cell.paths.lockDirectory, 0o700);
  await placeFile(stage, path, text);
}

/** Keeps in the record what the gate knows of a lock that it has put there. */
export function recordPlaced(
  { record, lockPath: path }: Stage,
  holder: LockHolder,
  process: EventOf<"lock-placed">["process"],
): void {
  record({ type: "lock-placed", path, holder, process });
}

/** The lock of a process that is dead by now; a dispatch that reclaims it also has to remove it. */
export async function placeStaleLock(stage: Stage): Promise<LockHolder> {
  const holder = holderOf(stage, await deadPid(stage));
  await placeReclaimable(stage, holder, "gone");
  return holder;
}

/** A month ago, by a process of whose number another one has been given since. */
export async function placeReusedLock(
  stage: Stage,
  { pid, startTime }: ProcessIdentity,
): Promise<LockHolder> {
  const createdAt = new Date(stage.world.clock.wallMs() - monthMs).toISOString();
  const holder = holderOf(stage, pid, { createdAt, startTime: earlier(startTime) });
  await placeReclaimable(stage, holder, "another");
  return holder;
}

const monthMs = 30 * 24 * 60 * 60 * 1000;

/** A start time of the same form: in clock ticks it is one number, as a date it ends with its year. */
const earlier = (startTime: string): string =>
  startTime.replace(/\d+$/, (last) => String(Number(last) - 1));

/** A dispatch that reclaims it also has to remove it. */
async function placeReclaimable(
  stage: Stage,
  holder: LockHolder,
  process: "gone" | "another",
): Promise<void> {
  await stage.world.files.makeDirectory(stage.cell.paths.lockDirectory, 0o700);
  await stage.world.files.writeText(stage.lockPath, JSON.stringify(holder), 0o600);
  recordPlaced(stage, holder, process);
}

/** The pid of a process that lived, and whose end was seen. */
export async function deadPid(stage: Stage): Promise<number> {
  const { child } = await startActor(stage, "exit");
  await exitOf(stage, child);
  return child.identity?.pid ?? 0;
}

/**
 * The fault struck if a dispatch was turned away by this very lock, for this reason. A lane that
 * gives no reason is taken at the lock's path, which only the fault has put there.
 */
export function proveByRefusal(stage: Stage, fault: string, reason: LockConflict): void {
  const refusal = lastOf(stage, "lock-refused");
  if (refusal?.path !== stage.lockPath || (refusal.reason ?? reason) !== reason) return;
  const proof = `dispatch ${refusal.dispatch} was told: ${refusal.because}`;
  stage.record({ type: "fault-fired", fault, proof });
}

/**
 * The fault struck if somebody has a lock where the dead holder's was. In a race that need not be
 * the reclaimer: one who comes between its unlink and its create is as good a successor.
 */
export async function proveByReclaim(stage: Stage, fault: string, dead: LockHolder): Promise<void> {
  const acquired = eventsOf(stage, "lock-acquired");
  const lock = acquired.find(({ reclaimed }) => reclaimed) ?? acquired[0];
  if (!lock || (await stage.nonceOnDisk()) === dead.nonce) return;
  const proof = `dispatch ${lock.dispatch} put nonce ${lock.nonce} in the place of ${dead.nonce}, the lock of process ${dead.pid}, which is no more`;
  stage.record({ type: "fault-fired", fault, proof });
}
