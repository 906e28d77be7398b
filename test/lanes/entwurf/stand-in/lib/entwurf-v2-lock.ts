// Stand-in: the lock.
import { readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

export interface LockClaim {
  readonly gardenId: string;
  readonly pid: number;
  readonly hostname: string;
  readonly createdAt: string;
  readonly nonce: string;
  readonly owner: string;
  readonly lockPath: string;
}

export function acquireLock(gardenId: string, { dir = "" }: { dir?: string }) {
  const lockPath = join(dir, `${gardenId}.lock`);
  const claim: LockClaim = {
    gardenId,
    pid: process.pid,
    hostname: hostname(),
    owner: "stand-in",
    lockPath,
    createdAt: new Date().toISOString(),
    nonce: Math.random().toString(16).slice(2),
  };
  try {
    writeFileSync(lockPath, JSON.stringify(claim), { flag: "wx" });
    return { ok: true, claim } as const;
  } catch {
    const holder: LockClaim = JSON.parse(readFileSync(lockPath, "utf8"));
    return { ok: false, conflict: { lockPath, holder, detail: `held by ${holder.pid}` } } as const;
  }
}

export function releaseLock({ lockPath, nonce }: LockClaim) {
  const held: LockClaim = JSON.parse(readFileSync(lockPath, "utf8"));
  if (held.nonce !== nonce) return "not-owned";
  unlinkSync(lockPath);
  return "released";
}
