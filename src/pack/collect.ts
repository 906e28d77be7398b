// Which files of a run go into its archive: record, journal, every cell's evidence, and what canaries
// and explorations of its output directory came to. What cells left besides stays where it is.
import { createHash } from "node:crypto";
import { closeSync, lstatSync, readdirSync, readSync } from "node:fs";
import { dirname, join } from "node:path";
import { evidenceFile, journalFile, runFile } from "../matrix/plan/layout.ts";
import { openRegularFile } from "../world/node/regular-file.ts";
import type { Entry } from "./archive.ts";
import { isSafeName, type PackedFile, sha256 } from "./manifest.ts";

/** Below which the runs lie in an archive, beside the results that they share. */
export const runsFolder = "runs";
export const resultsFolder = "results";

export interface Collected extends Entry {
  readonly sha256: string;
}

/** By their names in byte order, as they are packed. */
export const byName = (a: PackedFile, b: PackedFile) => (a.name < b.name ? -1 : 1);

export function filesOfRun(run: string, directory: string): Collected[] {
  const place = `${runsFolder}/${run}`;
  const own = [runFile, journalFile].map((name) => ({
    name: `${place}/${name}`,
    path: join(directory, name),
  }));
  const cells = names(join(directory, "cells")).map((id) => ({
    name: `${place}/cells/${id}/evidence.jsonl`,
    path: evidenceFile(directory, id),
  }));
  return [...own, ...cells].flatMap(collected);
}

/** What is kept beside the runs: of canaries and explorations. */
export function sharedFiles(directory: string): Collected[] {
  const cache = join(dirname(directory), ".cache");
  return names(cache)
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({ name: `${runsFolder}/.cache/${name}`, path: join(cache, name) }))
    .flatMap(collected);
}

export function textEntry(name: string, text: string): Collected {
  return { name, bytes: Buffer.byteLength(text), sha256: sha256(text), from: { text } };
}

/** None for what is no regular file: it is no evidence either. */
function collected({ name, path }: { readonly name: string; readonly path: string }): Collected[] {
  if (!isSafeName(name) || lstatSync(path, { throwIfNoEntry: false })?.isFile() !== true) return [];
  return [{ name, from: { path }, ...hashOf(path) }];
}

function hashOf(path: string): { readonly bytes: number; readonly sha256: string } {
  const file = openRegularFile(path);
  const block = Buffer.allocUnsafe(64 * 1024);
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    for (;;) {
      const count = readSync(file, block);
      if (count === 0) return { bytes, sha256: hash.digest("hex") };
      hash.update(block.subarray(0, count));
      bytes += count;
    }
  } finally {
    closeSync(file);
  }
}

function names(directory: string): string[] {
  if (lstatSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(directory).sort();
}
