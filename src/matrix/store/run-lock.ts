// Who runs a run: a file in its directory that one process at a time can make. It names its holder by
// pid and start time, so that what a dead one left is taken over, and never what a living one holds.
import { closeSync, fsyncSync, linkSync, openSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ProcessIdentity } from "../../evidence/event.ts";
import { readRegularFile } from "../../world/node/regular-file.ts";
import { UsageError } from "../../world/usage-error.ts";
import { errorCode, type World } from "../../world/world.ts";
import { isAlive } from "./is-alive.ts";
import { processIdentity } from "./recorded-fields.ts";
import { names } from "./socket-roots.ts";
import { stored } from "./storage.ts";

/** Each taking over bears the next number: a number is never held twice. */
const lockName = /^runner-(\d+)\.lock$/;
/** A file on its way: its text is whole before it has its name. */
const draftName = /^(runner-\d+\.lock|run\.json)\.\d+\.new$/;

/** Others may be at it at the same instant; whoever loses looks again. */
const mostTries = 20;

export interface RunLock {
  release(): void;
}

/** @throws UsageError where another process runs it, or a lock cannot be read. */
export async function lockRun(
  directory: string,
  holder: ProcessIdentity,
  world: World,
): Promise<RunLock> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const before = locksIn(directory);
    refuseIfHeld(directory, await livingHolder(before, world));
    const number = Math.max(0, ...before.map((lock) => lock.number)) + 1;
    const path = join(directory, `runner-${number}.lock`);
    if (!make(path, holder)) continue;
    const release = () => rmSync(path, { force: true });
    const others = locksIn(directory).filter((lock) => lock.path !== path);
    // Two that saw nobody at the same instant see one another now.
    const living = await livingHolder(others, world);
    if (living !== null) release();
    refuseIfHeld(directory, living);
    for (const { path: dead } of others) rmSync(dead, { force: true });
    for (const draft of draftsIn(directory)) rmSync(draft, { force: true });
    return { release };
  }
  throw new UsageError(`${directory}: others are taking it up as well. Wait for them.`);
}

interface FoundLock {
  readonly path: string;
  readonly number: number;
  /** Null where it is damaged: a living process may hold it. */
  readonly holder: ProcessIdentity | null;
}

/** Those that are there; one that went meanwhile is none. */
export function locksIn(directory: string): FoundLock[] {
  return names(directory).flatMap((name) => {
    const [, number] = lockName.exec(name) ?? [];
    if (number === undefined) return [];
    const path = join(directory, name);
    const holder = holderOf(path);
    return holder === "gone" ? [] : [{ path, number: Number(number), holder }];
  });
}

/** What a runner left that was killed while it wrote. */
export const draftsIn = (directory: string): string[] =>
  names(directory)
    .filter((name) => draftName.test(name))
    .map((name) => join(directory, name));

/** Null where it is damaged. */
function holderOf(path: string): ProcessIdentity | "gone" | null {
  try {
    return processIdentity.safeParse(JSON.parse(readRegularFile(path))).data ?? null;
  } catch (error) {
    return errorCode(error) === "ENOENT" ? "gone" : null;
  }
}

/** @throws UsageError for a damaged one. */
async function livingHolder(
  locks: readonly FoundLock[],
  world: World,
): Promise<ProcessIdentity | null> {
  for (const { path, holder } of locks) {
    if (holder === null) {
      throw new UsageError(
        `${path} is damaged: nobody can tell who holds it. Remove it once no process runs this run.`,
      );
    }
    if (await isAlive(holder, world)) return holder;
  }
  return null;
}

function refuseIfHeld(directory: string, holder: ProcessIdentity | null): void {
  if (holder === null) return;
  throw new UsageError(`${directory} is being run by process ${holder.pid}. Wait for it.`);
}

/** False where somebody else was faster. A link is made with its text, or not at all. */
function make(path: string, holder: ProcessIdentity): boolean {
  const draft = `${path}.${holder.pid}.new`;
  try {
    stored(path, () => write(draft, JSON.stringify(holder)));
    return stored(path, () => link(draft, path));
  } finally {
    rmSync(draft, { force: true });
  }
}

function write(path: string, text: string): void {
  const file = openSync(path, "w", 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A draft may be gone: a new holder clears up after all others. */
function link(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (["EEXIST", "ENOENT"].includes(errorCode(error) ?? "")) return false;
    throw error;
  }
}
