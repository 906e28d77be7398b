// The entries that pi goes on from, and which of them it tells the model: by their places alone.
import type { TreeFacts } from "../../inspection.ts";
import { bytes, type Column, integers } from "./columns.ts";
import type { EntryTable } from "./history.ts";

/** Entries from the root to the last one of the file, which is where pi goes on. */
export interface Path {
  readonly length: number;
  /** The entry at a place of the path, from 0. */
  entry(place: number): number;
}

/** A missing parent ends it. */
export function pathOf(entries: EntryTable): Path {
  const backwards = integers();
  const seen = flags(entries.count);
  let at: number | null = entries.count - 1;
  while (at >= 0 && !entries.hasId(at)) at -= 1;
  if (at < 0) at = null;
  while (at !== null && seen.at(at) === 0) {
    seen.set(at, 1);
    backwards.push(at);
    at = entries.parent(at);
  }
  const { length } = backwards;
  return { length, entry: (place) => backwards.at(length - 1 - place) };
}

function flags(count: number): Column {
  const column = bytes();
  for (let index = 0; index < count; index += 1) column.push(0);
  return column;
}

export function treeOf(entries: EntryTable, path: Path, leaf: string | null): TreeFacts {
  let [withId, branchPoints, leaves] = [0, 0, 0];
  const lost: { line: number; parentId: string }[] = [];
  for (let entry = 0; entry < entries.count; entry += 1) {
    if (entries.isLost(entry)) {
      lost.push({ line: entries.line(entry), parentId: entries.parentId(entry) ?? "" });
    }
    if (!entries.hasId(entry)) continue;
    withId += 1;
    const children = entries.children(entry);
    if (children > 1) branchPoints += 1;
    if (children === 0) leaves += 1;
  }
  return {
    leaf,
    onPath: path.length,
    offPath: withId - path.length,
    branchPoints,
    leaves,
    lost,
    pathIsCut: path.length > 0 && entries.isLost(path.entry(0)),
  };
}

/** Places of the path that are told to the model: the newest compaction, and all from `first` on. */
export interface Kept {
  /** Comes before all others; null where nothing was summed up. */
  readonly compaction: number | null;
  readonly first: number;
}

/** The newest compaction stands for what comes before the first entry that it keeps. */
export function keptOf(
  entries: EntryTable,
  path: Path,
  firstKept: (entry: number) => string | undefined,
): Kept {
  let compaction = path.length - 1;
  while (compaction >= 0 && !entries.is("compaction", path.entry(compaction))) compaction -= 1;
  if (compaction < 0) return { compaction: null, first: 0 };
  const id = firstKept(path.entry(compaction));
  let first = 0;
  while (first < compaction && (id === undefined || !entries.isCalled(path.entry(first), id))) {
    first += 1;
  }
  return { compaction, first };
}
