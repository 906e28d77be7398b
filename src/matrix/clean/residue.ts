// Finds what a dead runner left behind: processes, locks, sockets, directories. It only looks.
// A process counts only by its marker, or by a pid whose start time still matches.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ObservedProcess, ProcessIdentity } from "../../evidence/event.ts";
import { isGardenId } from "../../formats/garden-id.ts";
import { cellMarker } from "../../gate/stage.ts";
import { realPathOf } from "../../world/node/real-path.ts";
import type { World } from "../../world/world.ts";
import { runIdPattern } from "../plan/layout.ts";
import { isAlive } from "../store/is-alive.ts";
import { draftsIn, locksIn } from "../store/run-lock.ts";
import { readOwnership } from "../store/run-record.ts";
import {
  isBareRoot,
  names,
  type SocketRoot,
  socketRoots,
  socketsBelow,
} from "../store/socket-roots.ts";
import { cellsLeft, noCells, startedBy } from "./cells-left.ts";

export interface LeftProcess extends ObservedProcess {
  readonly gardenId: string;
}

export interface Residue {
  readonly processes: readonly LeftProcess[];
  readonly locks: readonly string[];
  readonly sockets: readonly string[];
  /** Removed whole: the files of cells that did not finish, and the socket root. */
  readonly directories: readonly string[];
  /** Left alone, since nobody can say what of it is evidence. */
  readonly unread?: { readonly directory: string; readonly because: string } | null;
}

export type Finding =
  | { readonly kind: "running"; readonly directory: string; readonly runner: ProcessIdentity }
  | { readonly kind: "left"; readonly directory: string; readonly residue: Residue };

/** Runs below the output directories and, wherever they keep their files, those with sockets. */
export async function findResidues(
  outputs: readonly string[],
  base: string,
  world: World,
  userId = process.getuid?.() ?? -1,
): Promise<Finding[]> {
  const roots = socketRoots(base, userId);
  const below = outputs.flatMap((output) =>
    names(output)
      .filter((name) => runIdPattern.test(name))
      .map((name) => join(output, name)),
  );
  const directories = [
    ...below.filter(readOwnership).map((directory) => realPathOf(directory)),
    ...roots.map(({ owner }) => realPathOf(owner.directory)),
  ];
  const findings: Finding[] = [];
  for (const directory of new Set(directories)) {
    const owned = roots.filter(({ owner }) => isSame(owner.directory, directory));
    const finding = await findingOf(directory, owned, world, userId);
    if (finding !== null) findings.push(finding);
  }
  return findings;
}

/** Of one run, which this process may have locked. Null when nothing is left. */
export async function findResidue(
  directory: string,
  base: string,
  world: World,
  userId: number,
): Promise<Finding | null> {
  const roots = socketRoots(base, userId).filter(({ owner }) => isSame(owner.directory, directory));
  return findingOf(directory, roots, world, userId);
}

/** Null when nothing is left. */
async function findingOf(
  directory: string,
  roots: readonly SocketRoot[],
  world: World,
  userId: number,
): Promise<Finding | null> {
  const record = readOwnership(directory);
  const dead: string[] = [];
  for (const { path, holder } of record === null ? [] : locksIn(directory)) {
    if (holder === null || holder.pid === world.host.pid) continue;
    if (await isAlive(holder, world)) return { kind: "running", directory, runner: holder };
    dead.push(path);
  }
  for (const runner of [record?.runner, ...roots.map(({ owner }) => owner.runner)]) {
    if (runner && (await isAlive(runner, world))) return { kind: "running", directory, runner };
  }
  const drafts = record === null ? [] : draftsIn(directory);
  // Without a record of ours only the sockets are known to be a run's: the rest may be anybody's.
  const cells = record === null ? noCells : cellsLeft(directory);
  // A run that was continued has a root for each attempt; the record names the last one's.
  const recorded = record === null ? [] : socketRoots(dirname(record.socketRoot), userId);
  const own = recorded.filter(({ owner }) => isSame(owner.directory, directory));
  const rootPaths = [...new Set([...own, ...roots].map(({ path }) => path))];
  const bare = record && isBareRoot(record.socketRoot, userId) ? [record.socketRoot] : [];
  const sockets = rootPaths.flatMap((path) => socketsBelow(path, userId));
  const bearers = sockets.map((path) => path.slice(-"YYYYMMDDTHHMMSS-000000.sock".length, -5));
  const { unread } = cells;
  const residue: Residue = {
    processes: await processesOf(
      record === null ? null : directory,
      [...new Set([...cells.suspects, ...bearers.filter(isGardenId)])],
      world,
    ),
    locks: [...cells.locks, ...dead, ...drafts],
    sockets,
    directories: [...cells.files.filter((path) => existsSync(path)), ...rootPaths, ...bare],
    unread: unread === null ? null : { directory: join(directory, "cells"), because: unread },
  };
  return isNothing(residue) ? null : { kind: "left", directory, residue };
}

/** A run may have been opened by another name, as through `latest`. */
function isSame(named: string, directory: string): boolean {
  return named === directory || realPathOf(named) === realPathOf(directory);
}

function isNothing({ processes, locks, sockets, directories, unread }: Residue): boolean {
  const lists = [processes, locks, sockets, directories];
  return !unread && lists.every((list) => list.length === 0);
}

/** `directory` is null where the evidence below it is not to be believed. */
async function processesOf(directory: string | null, gardenIds: readonly string[], world: World) {
  const found = new Map<number, LeftProcess>();
  for (const gardenId of gardenIds) {
    for (const process of await world.processes.withMarker(cellMarker, gardenId)) {
      found.set(process.pid, { ...process, gardenId });
    }
    const started = directory === null ? [] : startedBy(directory, gardenId);
    for (const { pid, startTime } of started) {
      if (found.has(pid)) continue;
      if (!(await isAlive({ pid, startTime }, world))) continue;
      found.set(pid, { pid, startTime, arguments: "started by this cell", gardenId });
    }
  }
  return [...found.values()];
}
