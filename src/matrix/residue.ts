// Finds what a dead runner left behind: processes, locks, sockets, directories. It only looks.
// A process counts only by its marker, or by a pid whose start time still matches.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeEvidence } from "../evidence/codec.ts";
import type { ObservedProcess, ProcessIdentity } from "../evidence/event.ts";
import { eventsOf } from "../evidence/evidence.ts";
import { cellMarker } from "../gate/stage.ts";
import { isGardenId } from "../resume/identity.ts";
import type { World } from "../world/world.ts";
import { readRun } from "./check.ts";
import { isAlive } from "./continue.ts";
import { cellDirectory, evidenceFile, ownerFile, runIdPattern } from "./layout.ts";
import type { SocketOwner } from "./run-directory.ts";
import { readRunRecord } from "./run-record.ts";

export interface LeftProcess extends ObservedProcess {
  readonly gardenId: string;
}

export interface Residue {
  readonly processes: readonly LeftProcess[];
  readonly locks: readonly string[];
  readonly sockets: readonly string[];
  /** Removed whole: the files of cells that did not finish, and the socket root. */
  readonly directories: readonly string[];
}

export type Finding =
  | { readonly kind: "running"; readonly directory: string; readonly runner: ProcessIdentity }
  | { readonly kind: "left"; readonly directory: string; readonly residue: Residue };

/** Runs below the output directories and, wherever they keep their files, those with sockets. */
export async function findResidues(
  outputs: readonly string[],
  base: string,
  world: World,
): Promise<Finding[]> {
  const roots = socketRoots(base);
  const below = outputs.flatMap((output) =>
    names(output)
      .filter((name) => runIdPattern.test(name))
      .map((name) => join(output, name)),
  );
  const directories = [
    ...below.filter(readRunRecord),
    ...roots.map(({ owner }) => owner.directory),
  ];
  const findings: Finding[] = [];
  for (const directory of new Set(directories)) {
    const owned = roots.filter(({ owner }) => owner.directory === directory);
    const finding = await examine(directory, owned, world);
    if (finding !== null) findings.push(finding);
  }
  return findings;
}

interface SocketRoot {
  readonly path: string;
  readonly owner: SocketOwner;
}

function socketRoots(base: string): SocketRoot[] {
  return names(base).flatMap((name) => {
    const path = join(base, name);
    const owner = readOwner(join(path, ownerFile));
    return owner === null ? [] : [{ path, owner }];
  });
}

function readOwner(path: string): SocketOwner | null {
  try {
    const owner = JSON.parse(readFileSync(path, "utf8"));
    const ours = typeof owner?.directory === "string" && typeof owner.runner?.pid === "number";
    return ours ? owner : null;
  } catch {
    return null;
  }
}

/** Null when nothing is left. */
async function examine(
  directory: string,
  roots: readonly SocketRoot[],
  world: World,
): Promise<Finding | null> {
  const record = readRunRecord(directory);
  for (const runner of [record?.runner, ...roots.map(({ owner }) => owner.runner)]) {
    if (runner && (await isAlive(runner, world))) return { kind: "running", directory, runner };
  }
  const recorded = record === null ? null : readRun(directory);
  const done = recorded?.gardenIds ?? new Set<string>();
  const gardenIds = names(join(directory, "cells")).filter(isGardenId);
  const unfinished = record?.endedAt ? [] : gardenIds.filter((gardenId) => !done.has(gardenId));
  const failed = (recorded?.results ?? []).filter(({ verdict }) => verdict !== "pass");
  const suspects = [...unfinished, ...failed.map(({ gardenId }) => gardenId)].filter(isGardenId);
  const rootPaths = [
    ...new Set([...(record ? [record.socketRoot] : []), ...roots.map(({ path }) => path)]),
  ].filter((path) => existsSync(path));
  const sockets = rootPaths.flatMap(socketsBelow);
  const bearers = sockets.map((path) => path.slice(-"YYYYMMDDTHHMMSS-000000.sock".length, -5));
  const residue: Residue = {
    processes: await processesOf(
      directory,
      [...new Set([...suspects, ...bearers.filter(isGardenId)])],
      world,
    ),
    locks: unfinished.flatMap((gardenId) => locksOf(directory, gardenId)),
    sockets,
    directories: [
      ...unfinished.map((gardenId) => join(cellDirectory(directory, gardenId), "files")),
      ...rootPaths,
    ].filter((path) => existsSync(path)),
  };
  const nothing = Object.values(residue).every((list) => list.length === 0);
  return nothing ? null : { kind: "left", directory, residue };
}

async function processesOf(directory: string, gardenIds: readonly string[], world: World) {
  const found = new Map<number, LeftProcess>();
  for (const gardenId of gardenIds) {
    for (const process of await world.processes.withMarker(cellMarker, gardenId)) {
      found.set(process.pid, { ...process, gardenId });
    }
    for (const { pid, startTime } of startedBy(directory, gardenId)) {
      if (found.has(pid)) continue;
      if (!(await isAlive({ pid, startTime }, world))) continue;
      found.set(pid, { pid, startTime, arguments: "started by this cell", gardenId });
    }
  }
  return [...found.values()];
}

function startedBy(directory: string, gardenId: string): ProcessIdentity[] {
  try {
    const { evidence } = decodeEvidence(readFileSync(evidenceFile(directory, gardenId), "utf8"));
    return eventsOf(evidence, "child-started");
  } catch {
    return [];
  }
}

function locksOf(directory: string, gardenId: string): string[] {
  const locks = join(cellDirectory(directory, gardenId), "files", "locks");
  return names(locks).map((name) => join(locks, name));
}

function socketsBelow(root: string): string[] {
  return names(root).flatMap((name) =>
    names(join(root, name))
      .filter((socket) => socket.endsWith(".sock"))
      .map((socket) => join(root, name, socket)),
  );
}

function names(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}
