// Which cells of a run on disk were cut short. Where its journal cannot say which were finished,
// nothing that may be evidence counts as left behind.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { decodeEvidence } from "../../evidence/codec.ts";
import type { ProcessIdentity } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { isGardenId } from "../../formats/garden-id.ts";
import { readRegularFile } from "../../world/node/regular-file.ts";
import { UsageError } from "../../world/usage-error.ts";
import { cellDirectory, evidenceFile, journalFile } from "../plan/layout.ts";
import { readJournal } from "../store/check.ts";
import { damageText } from "../store/damage.ts";
import { names } from "../store/socket-roots.ts";

export interface CellsLeft {
  /** Those whose processes may live yet. */
  readonly suspects: readonly string[];
  readonly locks: readonly string[];
  /** Directories of cells of which no result was recorded. */
  readonly files: readonly string[];
  /** Why nobody knows which cells were finished; null where the journal says it. */
  readonly unread: string | null;
}

export const noCells: CellsLeft = { suspects: [], locks: [], files: [], unread: null };

/** Of a run with a record; a run that ended may be one that was continued after a kill. */
export function cellsLeft(directory: string): CellsLeft {
  const gardenIds = names(join(directory, "cells")).filter(isGardenId);
  const done = readDone(directory, gardenIds);
  if (typeof done === "string") {
    const cut = gardenIds.filter((gardenId) => !hasEnded(directory, gardenId));
    const locks = cut.flatMap((gardenId) => locksOf(directory, gardenId));
    return { suspects: gardenIds, locks, files: [], unread: done };
  }
  const unfinished = gardenIds.filter((gardenId) => !done.all.has(gardenId));
  return {
    suspects: [...unfinished, ...done.suspects.filter(isGardenId)],
    locks: unfinished.flatMap((gardenId) => locksOf(directory, gardenId)),
    files: unfinished.map((gardenId) => filesOf(directory, gardenId)),
    unread: null,
  };
}

/** The whole of it where it was cut off before it had evidence. */
function filesOf(directory: string, gardenId: string): string {
  const cell = cellDirectory(directory, gardenId);
  return existsSync(evidenceFile(directory, gardenId)) ? join(cell, "files") : cell;
}

interface Done {
  readonly all: ReadonlySet<string>;
  /** Finished, but not well. */
  readonly suspects: readonly string[];
}

/** Or why it cannot be read. One damaged run must not keep the others from being looked at. */
function readDone(directory: string, gardenIds: readonly string[]): Done | string {
  const path = join(directory, journalFile);
  try {
    const { results, gardenIds: whole, damaged } = readJournal(directory);
    // The header is on disk before any cell begins: without it the journal was lost.
    if (gardenIds.length > 0 && !hasLine(path)) return `${path} is missing or empty`;
    // A damaged line may have said how a cell failed; a torn one was never finished.
    const lost = damaged.filter(({ because }) => because !== "torn");
    const unnamed = lost.find(({ gardenId }) => gardenId === null);
    if (unnamed !== undefined) return damageText(unnamed);
    const named = lost.flatMap(({ gardenId }) => (gardenId === null ? [] : [gardenId]));
    const failed = results.filter(({ verdict }) => verdict !== "pass");
    const earlier = results.flatMap(({ attempts = [] }) => attempts);
    const suspects = [...failed, ...earlier].map(({ gardenId }) => gardenId);
    return { all: new Set([...whole, ...named]), suspects: [...suspects, ...named] };
  } catch (error) {
    const { message } = error as Error;
    return error instanceof UsageError ? message : `${path}: ${message}`;
  }
}

const hasLine = (path: string) => existsSync(path) && readRegularFile(path).includes("\n");

function hasEnded(directory: string, gardenId: string): boolean {
  const evidence = readEvidence(directory, gardenId);
  return evidence !== null && eventsOf(evidence, "cell-ended").length > 0;
}

/** Children that the evidence names. */
export function startedBy(directory: string, gardenId: string): readonly ProcessIdentity[] {
  const evidence = readEvidence(directory, gardenId);
  return evidence === null ? [] : eventsOf(evidence, "child-started");
}

function readEvidence(directory: string, gardenId: string): Evidence | null {
  try {
    return decodeEvidence(readRegularFile(evidenceFile(directory, gardenId))).evidence;
  } catch {
    return null;
  }
}

function locksOf(directory: string, gardenId: string): string[] {
  const locks = join(cellDirectory(directory, gardenId), "files", "locks");
  return names(locks).map((name) => join(locks, name));
}
