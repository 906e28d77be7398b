// The holder is dead, so the lock is reclaimed and the resume itself goes well.
import { join } from "node:path";
import { defineCanary } from "./canary.ts";

/** Larger than any kernel gives out. */
const nobodysPid = 0x7fff_fffe;

export const leftoverLock = defineCanary({
  name: "leftover-lock",
  breaks: "the garden id was not fresh: a dead dispatch had left its lock",
  claim: "fresh-identity",
  alone: true,
  source: "claim",
  async before({ files, host, clock }, { gardenId, paths }) {
    const lockPath = join(paths.lockDirectory, `${gardenId}.lock`);
    const createdAt = new Date(clock.wallMs()).toISOString();
    const { hostname } = host;
    const holder = { gardenId, pid: nobodysPid, hostname, createdAt, nonce: "dead", owner: "x" };
    await files.makeDirectory(paths.lockDirectory, 0o700);
    await files.writeText(lockPath, JSON.stringify({ ...holder, lockPath }), 0o600);
    return lockPath;
  },
});
