// Recorded runs → one archive. What is in it follows from the runs and this build alone.
import type { KeyObject } from "node:crypto";
import { dirname } from "node:path";
import type { Parts } from "../matrix/parts.ts";
import { buildId } from "../matrix/store/build.ts";
import type { Summary } from "../matrix/summary/summary.ts";
import { UsageError } from "../world/usage-error.ts";
import { type Entry, writeArchive, zlibVersion } from "./archive.ts";
import {
  byName,
  type Collected,
  filesOfRun,
  resultsFolder,
  sharedFiles,
  textEntry,
} from "./collect.ts";
import { counterexamplesName, type Replays, replayedIn } from "./counterexamples.ts";
import { envelopeName, signedEnvelope } from "./dsse.ts";
import { judgeRun } from "./judge.ts";
import { encodeManifest, isSafeName, type Manifest, manifestName } from "./manifest.ts";
import { resultNames } from "./results.ts";
import { statementName, statementText } from "./statement.ts";

export interface Packing {
  /** Absolute, of each run. */
  readonly directories: readonly string[];
  /** Absolute, of the archive. */
  readonly archive: string;
  /** A private one; null leaves the statement unsigned. */
  readonly key: KeyObject | null;
}

export interface Packed {
  readonly files: number;
  readonly runs: readonly string[];
  readonly notices: readonly string[];
  readonly replays: Replays;
}

/** @throws UsageError for runs that cannot be in one archive. */
export async function packRuns(
  { directories, archive, key }: Packing,
  parts: Parts,
): Promise<Packed> {
  const summaries: Summary[] = [];
  const notices: string[] = [];
  const files = new Map<string, Collected>();
  for (const directory of directories) {
    const judged = judgeRun(directory, parts);
    const run = nameOf(judged.summary, summaries, directory);
    summaries.push(judged.summary);
    notices.push(...judged.notices);
    for (const file of filesOfRun(run, directory)) files.set(file.name, file);
    for (const name of resultNames) {
      const entry = textEntry(`${resultsFolder}/${run}/${name}`, judged.texts[name]);
      files.set(entry.name, entry);
    }
    for (const file of sharedFiles(directory)) addShared(files, file, directory);
  }
  const replays = await replaysFor(directories, parts);
  if (replays.text !== "") {
    files.set(counterexamplesName, textEntry(counterexamplesName, replays.text));
  }
  const sorted = [...files.values()].sort(byName);
  const runs = summaries.map(({ run }) => run ?? "");
  await writeArchive(archive, entriesOf(sorted, runs, summaries, key));
  return { files: sorted.length, runs, notices, replays };
}

/** What lies beside several runs is the same, or they would not be packed together. */
async function replaysFor([first]: readonly string[], { lanes }: Parts): Promise<Replays> {
  if (first === undefined) return { text: "", replayed: 0, shown: 0 };
  return replayedIn(dirname(first), buildId(), lanes);
}

function nameOf({ run }: Summary, before: readonly Summary[], directory: string): string {
  if (run === null || !isSafeName(run) || run.includes("/")) {
    throw new UsageError(`${directory}: its id ${JSON.stringify(run)} is no name for an archive.`);
  }
  if (before.some((summary) => summary.run === run)) {
    throw new UsageError(`The run ${run} is named twice. Name each run once.`);
  }
  return run;
}

function addShared(files: Map<string, Collected>, file: Collected, directory: string): void {
  const there = files.get(file.name);
  if (there !== undefined && there.sha256 !== file.sha256) {
    throw new UsageError(
      `${directory}: its output directory has another ${file.name} than the run before it. Pack these runs apart.`,
    );
  }
  files.set(file.name, file);
}

function entriesOf(
  sorted: readonly Collected[],
  runs: readonly string[],
  summaries: readonly Summary[],
  key: KeyObject | null,
): readonly Entry[] {
  const listed = sorted.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 }));
  const manifest: Manifest = { build: buildId(), zlib: zlibVersion, runs, files: listed };
  const text = encodeManifest(manifest);
  const statement = statementText(manifest, text, summaries);
  const envelope = key === null ? [] : [textEntry(envelopeName, signedEnvelope(statement, key))];
  return [
    textEntry(manifestName, text),
    ...sorted,
    ...envelope,
    textEntry(statementName, statement),
  ];
}
