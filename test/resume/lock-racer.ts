// One of several processes that race for one stale lock: `lock-racer.ts <directory> <gardenId>
// <dead pid> <acquisitions>`. Whoever gets the lock takes the only witness, then dies on paper or
// releases. Prints a line when it is ready for the start, and its counts as JSON in the end; it
// must never look at the lock to find out who may go on.
import { existsSync, renameSync, writeFileSync } from "node:fs";
import { open, unlink } from "node:fs/promises";
import { join } from "node:path";
import { acquireLock, type HeldLock } from "../../src/resume/lock.ts";
import { releaseLock } from "../../src/resume/lock-file.ts";
import { nodeWorld } from "../../src/world/node.ts";

const [directory, gardenId, deadPid, wanted] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
];
const world = nodeWorld();
const witness = join(directory, "witness");
const counts = {
  acquired: 0,
  abandoned: 0,
  reclaimed: 0,
  conflicts: 0,
  notOurs: 0,
  together: 0,
  threw: 0,
};

process.stdout.write("ready\n");
while (!existsSync(join(directory, "start"))) await world.clock.sleep(1);
while (counts.acquired < Number(wanted)) {
  try {
    const result = await acquireLock(world, { directory, gardenId, owner: "racer" });
    if (result.kind === "acquired") await hold(result.lock);
    else counts.conflicts += 1;
  } catch {
    counts.threw += 1;
  }
}
process.stdout.write(`${JSON.stringify(counts)}\n`);

async function hold(lock: HeldLock): Promise<void> {
  counts.acquired += 1;
  if (lock.reclaimed) counts.reclaimed += 1;
  const entered = await open(witness, "wx").catch(() => null);
  if (entered === null) counts.together += 1;
  await entered?.close();
  await new Promise((resolve) => setImmediate(resolve));
  if (entered) await unlink(witness);
  // Three of four die holding it, so that most rounds begin with a stale lock.
  if (counts.acquired % 4 !== 0) dieOnPaper(lock);
  else if ((await releaseLock(world, lock)) !== "released") counts.notOurs += 1;
}

/**
 * The same lock, held by a process that is gone: its number is nobody's, or every other time that of
 * a process which began later. Put there in one step, as a death is.
 */
function dieOnPaper(lock: HeldLock): void {
  counts.abandoned += 1;
  const { hostname } = world.host;
  const createdAt = new Date(world.clock.wallMs()).toISOString();
  const given = { pid: process.ppid, startTime: "1" };
  const gone = counts.abandoned % 2 === 0 ? { pid: Number(deadPid) } : given;
  const holder = { gardenId, ...gone, hostname, createdAt, owner: "racer" };
  const next = `${lock.path}.${process.pid}`;
  writeFileSync(
    next,
    JSON.stringify({ ...holder, nonce: `${lock.nonce}-dead`, lockPath: lock.path }),
  );
  renameSync(next, lock.path);
}
