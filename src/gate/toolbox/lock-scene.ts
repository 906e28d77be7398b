// Locks that a scenario puts in the subject's way, and the proof that the subject met them. A lock
// placed here is a copy of what some other dispatch could have left; it is never held by us.
import type { LockHolder } from "../../evidence/event.ts";
import { eventsOf, lastOf } from "../../evidence/evidence.ts";
import type { Stage } from "../stage.ts";
import { exitOf, startActor } from "./actor.ts";
import { placeFile } from "./props.ts";

/** A holder on this host; `pid` is whoever the scene needs. */
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

/** The lock of a process that is dead by now; whoever reclaims it also has to remove it. */
export async function placeStaleLock(stage: Stage): Promise<LockHolder> {
  const holder = holderOf(stage, await deadPid(stage));
  await stage.world.files.makeDirectory(stage.cell.paths.lockDirectory, 0o700);
  await stage.world.files.writeText(stage.lockPath, JSON.stringify(holder), 0o600);
  return holder;
}

/** The pid of a process that lived, and whose end was seen. */
export async function deadPid(stage: Stage): Promise<number> {
  const { child } = await startActor(stage, "exit");
  await exitOf(stage, child);
  return child.identity?.pid ?? 0;
}

/** The fault struck if a dispatch was turned away by this very lock, in these words. */
export function proveByRefusal(stage: Stage, fault: string, words: RegExp): void {
  const refusal = lastOf(stage, "lock-refused");
  const foreign = stage.context.lane.surroundings?.lockOwner !== undefined;
  const said = refusal !== undefined && (foreign || words.test(refusal.because));
  if (refusal?.path !== stage.lockPath || !said) return;
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
  const proof = `dispatch ${lock.dispatch} put nonce ${lock.nonce} in the place of ${dead.nonce}, the lock of dead process ${dead.pid}`;
  stage.record({ type: "fault-fired", fault, proof });
}
