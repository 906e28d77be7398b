// What several canaries are made of: a lock seam that can be released early, and the session file
// as a careless writer would change it.
import type { HeldLock } from "../../resume/lock.ts";
import { findSessions } from "../../resume/session-file.ts";
import type { Files, NewFile } from "../../world/world.ts";
import type { Seams } from "../lane.ts";

export interface EarlyLock {
  readonly lock: Seams["lock"];
  /** Gives the lock back now; a later release does nothing any more. */
  releaseNow(): Promise<void>;
}

export function earlyLock(seams: Seams): EarlyLock {
  let held: HeldLock | null = null;
  const releaseNow = async () => {
    if (held === null) return;
    const lock = held;
    held = null;
    await seams.lock.release(lock);
  };
  return {
    lock: {
      async acquire(gardenId) {
        const result = await seams.lock.acquire(gardenId);
        if (result.kind === "acquired") held = result.lock;
        return result;
      },
      release: releaseNow,
    },
    releaseNow,
  };
}

/** Replaces the text of the cell's session file in one step. */
export async function rewriteSession(
  { world, cell, agent }: Seams,
  change: (text: string) => string,
): Promise<void> {
  const { sessionDirectory } = cell.paths;
  const [session] = await findSessions(
    world.files,
    sessionDirectory,
    cell.gardenId,
    agent.parseLine,
  );
  if (!session) return;
  const text = change(await world.files.readText(session.path));
  await world.files.writeText(`${session.path}.new`, text, 0o600);
  await world.files.rename(`${session.path}.new`, session.path);
}

/** The last entry of a session file, as its agent wrote it. */
export function lastEntry(text: string): { readonly id: string; readonly parentId: string } {
  return JSON.parse(text.trimEnd().split("\n").at(-1) ?? "{}");
}

/** An entry that no turn belongs to, as a line of the session file. */
export function looseEntry(id: string, parentId: string): string {
  const timestamp = "2030-01-15T12:00:00.000Z";
  return `${JSON.stringify({ type: "custom", id, parentId, timestamp, customType: "canary" })}\n`;
}

export const isLock = (path: string): boolean => path.endsWith(".lock");

/** A file that swallows what is written to it. */
export const sink: NewFile = {
  write: async () => undefined,
  sync: async () => undefined,
  close: async () => undefined,
};

/** The same files, with the paths of locks led elsewhere. */
export function elsewhere(files: Files, lead: (path: string) => string): Files {
  return {
    ...files,
    createExclusive: (path, mode) => files.createExclusive(lead(path), mode),
    readText: (path) => files.readText(lead(path)),
    inspect: (path) => files.inspect(lead(path)),
    unlink: (path) => files.unlink(lead(path)),
  };
}
