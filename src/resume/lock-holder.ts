// Whether the process that a lock names still lives. Only what proves it dead counts: the kernel says
// that it is gone, or another process bears its number by now. Everything else may live.
import type { LockHolder } from "../evidence/event.ts";
import type { World } from "../world/world.ts";

export interface ExaminedHolder {
  readonly dead: boolean;
  /** What proves it dead, or why that cannot be told; empty where there is nothing to say. */
  readonly because: string;
  /** The process table could not be read: nothing was learnt of it. */
  readonly unread?: true;
}

export async function examineHolder(
  world: Pick<World, "processes" | "host">,
  { pid, hostname, startTime, lockPath }: LockHolder,
): Promise<ExaminedHolder> {
  // Hosts without a name are not one host.
  if (hostname === "" || hostname !== world.host.hostname) return { dead: false, because: "" };
  if (world.processes.signal(pid, 0) === "gone") {
    return { dead: true, because: `process ${pid} is gone` };
  }
  const untold = (what: string): ExaminedHolder => ({
    dead: false,
    because: `${what}, so nobody can tell whether the number was given away since: if process ${pid} is no dispatcher, remove ${lockPath} by hand`,
  });
  if (startTime === undefined) return untold(`the lock does not say when process ${pid} began`);
  const found = await world.processes.identify(pid).catch(() => null);
  if (found === null) {
    return { ...untold(`when process ${pid} began cannot be read`), unread: true };
  }
  if (found.startTime === startTime) return { dead: false, because: "" };
  if (!areComparable(found.startTime, startTime)) {
    return untold(`the lock says in another form when process ${pid} began`);
  }
  return {
    dead: true,
    because: `the number was given away since: its process began at ${startTime}, and the one that is process ${pid} now at ${found.startTime}`,
  };
}

const isCount = (startTime: string) => /^\d+$/.test(startTime);

/** Clock ticks and dates are never equal, and say nothing of each other. */
const areComparable = (one: string, other: string) => isCount(one) === isCount(other);
