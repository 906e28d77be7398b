// Removes exactly the residue that was found, and says what became of each piece. A process is
// signalled only while its start time still matches, and its death is verified.
import { rmSync } from "node:fs";
import type { ProcessIdentity } from "../../evidence/event.ts";
import { messageOf, type World } from "../../world/world.ts";
import { isAlive } from "../store/is-alive.ts";
import type { LeftProcess, Residue } from "./residue.ts";

/** How long a process may take to end after SIGTERM, and then after SIGKILL. */
const graceMs = 3_000;
const pollMs = 25;

export interface Removal {
  readonly what: "process" | "lock" | "socket" | "directory";
  readonly name: string;
  readonly result:
    | ("removed" | "terminated" | "killed" | "already gone" | "survived" | "failed")
    | "left alone";
  /** Why it was not removed. */
  readonly because: string | null;
}

/** Processes first: what they hold comes back while they live. */
export async function removeResidue(residue: Residue, world: World): Promise<Removal[]> {
  const processes = await Promise.all(
    residue.processes.map(async (process): Promise<Removal> => {
      const result = await end(process, world);
      const name = processName(process);
      return { what: "process", name, result, because: null };
    }),
  );
  return [
    ...processes,
    ...residue.locks.map((path) => remove("lock", path)),
    ...residue.sockets.map((path) => remove("socket", path)),
    ...residue.directories.map((path) => remove("directory", path)),
    ...leftAlone(residue.unread),
  ];
}

/** A process in words; its title may hide its arguments. */
export const processName = ({ pid, startTime, gardenId, arguments: words }: LeftProcess) =>
  `${pid} of cell ${gardenId} (started ${startTime}) ${words}`;

async function end(
  process: ProcessIdentity,
  world: World,
): Promise<"already gone" | "terminated" | "killed" | "survived"> {
  if (!(await isAlive(process, world))) return "already gone";
  world.processes.signal(process.pid, "SIGTERM");
  if (await goneWithin(process, world)) return "terminated";
  // The pid may have changed hands in the meantime: looked at again right before.
  if (!(await isAlive(process, world))) return "terminated";
  world.processes.signal(process.pid, "SIGKILL");
  return (await goneWithin(process, world)) ? "killed" : "survived";
}

async function goneWithin(process: ProcessIdentity, world: World): Promise<boolean> {
  const endMs = world.clock.monotonicMs() + graceMs;
  while (world.clock.monotonicMs() < endMs) {
    if (!(await isAlive(process, world))) return true;
    await world.clock.sleep(pollMs);
  }
  return !(await isAlive(process, world));
}

function leftAlone(unread: Residue["unread"]): Removal[] {
  if (!unread) return [];
  const because = `nobody can say which cells were finished: ${unread.because}`;
  return [{ what: "directory", name: unread.directory, result: "left alone", because }];
}

function remove(what: Removal["what"], path: string): Removal {
  try {
    rmSync(path, { recursive: true, force: true });
    return { what, name: path, result: "removed", because: null };
  } catch (error) {
    return { what, name: path, result: "failed", because: messageOf(error) };
  }
}
