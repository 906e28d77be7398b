// An archive → whether everything that is said in it follows from the evidence in it. What differs is
// named: the file, the cells, or the part of the archive.
import type { KeyObject } from "node:crypto";
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Parts } from "../matrix/parts.ts";
import { buildId } from "../matrix/store/build.ts";
import type { Summary } from "../matrix/summary/summary.ts";
import { realPathOf } from "../world/node/real-path.ts";
import { openRegularFile } from "../world/node/regular-file.ts";
import { UsageError } from "../world/usage-error.ts";
import { archiveBytes, type Entry, inBlocks, zlibVersion } from "./archive.ts";
import { resultsFolder, runsFolder, textEntry } from "./collect.ts";
import { counterexamplesName, type Replays, replayedIn } from "./counterexamples.ts";
import { envelopeName, faultOfEnvelope } from "./dsse.ts";
import { judgeRun } from "./judge.ts";
import { manifestName } from "./manifest.ts";
import { differingCells, type ResultTexts, resultNames } from "./results.ts";
import { statementName, statementText } from "./statement.ts";
import { type Unpacked, unpack } from "./unpack.ts";

export interface Verifying {
  /** Absolute. */
  readonly archive: string;
  /** Below which it is unpacked for as long as it takes. */
  readonly temporaryDirectory: string;
  readonly mostBytes: number;
  /** A public one; null does not look at the signature. */
  readonly key: KeyObject | null;
}

export interface Verified {
  /** What differs; empty where all is identical. */
  readonly differences: readonly string[];
  readonly notices: readonly string[];
  readonly runs: readonly string[];
  readonly files: number;
  /** Null where the archive could not be read to its end. */
  readonly replays: Replays | null;
}

/** @throws UsageError where it is no archive, or one that must not be unpacked. */
export async function verifyArchive(given: Verifying, parts: Parts): Promise<Verified> {
  const { archive, temporaryDirectory, mostBytes, key } = given;
  const directory = realPathOf(mkdtempSync(join(temporaryDirectory, "rm-verify-")));
  try {
    const unpacked = await unpack(archive, directory, mostBytes);
    const { manifest, faults, brokeOff } = unpacked;
    const { runs, files } = manifest;
    if (brokeOff) {
      return { differences: faults, notices: [], runs, files: files.length, replays: null };
    }
    const isSame = manifest.zlib === zlibVersion;
    const packing =
      faults.length === 0 && isSame ? await faultsOfPacking(archive, unpacked, directory) : [];
    const judged = judgedRuns(unpacked, directory, parts);
    const replays = await replaysOf(unpacked, directory, parts);
    const differences = [
      ...faults,
      ...packing,
      ...judged.differences,
      ...differingReplays(directory, replays),
      ...faultsOfStatement(unpacked, judged.summaries, key),
    ];
    const notices = [...judged.notices, ...noticesOf(unpacked, isSame, key)];
    return { differences, notices, runs, files: files.length, replays };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A byte that no content depends on is still a byte of the archive: all of it is packed once more. */
async function faultsOfPacking(
  path: string,
  unpacked: Unpacked,
  directory: string,
): Promise<readonly string[]> {
  const again = archiveBytes(entriesIn(unpacked, directory));
  const packed = inBlocks(createReadStream("", { fd: openRegularFile(path) }));
  let at = 0;
  for await (const block of inBlocks(again)) {
    const { value = Buffer.alloc(0) } = await packed.next();
    if (!block.equals(value)) {
      const index = block.findIndex((byte, position) => byte !== value[position]);
      const place = index < 0 ? `after byte ${at + block.length}` : `byte ${at + index}`;
      return [`the container, ${place}: not as these contents are packed`];
    }
    at += block.length;
  }
  const { done } = await packed.next();
  return done ? [] : [`the container, after byte ${at}: something follows the archive`];
}

function entriesIn(
  { manifest, manifestText, envelope, statement }: Unpacked,
  directory: string,
): readonly Entry[] {
  return [
    textEntry(manifestName, manifestText),
    ...manifest.files.map(({ name, bytes }) => ({
      name,
      bytes,
      from: { path: join(directory, name) },
    })),
    ...(envelope === null ? [] : [textEntry(envelopeName, envelope)]),
    textEntry(statementName, statement),
  ];
}

function judgedRuns({ manifest }: Unpacked, directory: string, parts: Parts) {
  const summaries: Summary[] = [];
  const differences: string[] = [];
  const notices: string[] = [];
  for (const run of manifest.runs) {
    try {
      const judged = judgeRun(join(directory, runsFolder, run), parts);
      summaries.push(judged.summary);
      notices.push(...judged.notices);
      differences.push(...differingResults(join(directory, resultsFolder, run), run, judged.texts));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      differences.push(`run ${run}: ${error.message.replaceAll(`${directory}/`, "")}`);
    }
  }
  return { summaries, differences, notices };
}

/** More cells than these are counted. */
const mostCells = 20;

function differingResults(place: string, run: string, now: ResultTexts): readonly string[] {
  return resultNames.flatMap((name) => {
    const packed = textBelow(place, name);
    if (packed === now[name]) return [];
    const what = `${resultsFolder}/${run}/${name}`;
    const cells = name === "verdicts.jsonl" ? (differingCells(packed, now[name]) ?? []) : [];
    if (cells.length === 0)
      return [`${what}, line ${firstLine(packed, now[name])}: is another now`];
    const more = cells.length > mostCells ? [`${what}: and ${cells.length - mostCells} more`] : [];
    return [
      ...cells.slice(0, mostCells).map((cell) => `${what}: ${cell}: is another now`),
      ...more,
    ];
  });
}

/** A file that cannot be read has its fault already: its hash is not the manifest's. */
async function replaysOf({ manifest }: Unpacked, directory: string, { lanes }: Parts) {
  try {
    return await replayedIn(join(directory, runsFolder), manifest.build, lanes);
  } catch (error) {
    if (error instanceof UsageError) return { text: "", replayed: 0, shown: 0 };
    throw error;
  }
}

function differingReplays(directory: string, { text }: Replays): readonly string[] {
  const packed = textBelow(directory, counterexamplesName);
  if (packed === text) return [];
  return [`${counterexamplesName}, line ${firstLine(packed, text)}: is another now`];
}

function textBelow(directory: string, name: string): string {
  const path = join(directory, name);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

function firstLine(before: string, now: string): number {
  const [old, fresh] = [before.split("\n"), now.split("\n")];
  return fresh.findIndex((line, index) => line !== old[index]) + 1 || fresh.length + 1;
}

function faultsOfStatement(
  { manifest, manifestText, statement, envelope }: Unpacked,
  summaries: readonly Summary[],
  key: KeyObject | null,
): readonly string[] {
  const now = statementText(manifest, manifestText, summaries);
  const own = statement === now ? [] : [`${statementName}: does not follow from the archive`];
  if (envelope === null) return key === null ? own : [...own, `${envelopeName}: is not there`];
  const fault = faultOfEnvelope(envelope, statement, key);
  return fault === null ? own : [...own, `${envelopeName}: ${fault}`];
}

function noticesOf({ manifest, envelope }: Unpacked, isSame: boolean, key: KeyObject | null) {
  const build = buildId();
  return [
    ...(manifest.build === build
      ? []
      : [
          `It was packed by build ${manifest.build}; this is ${build}, whose claims may be others.`,
        ]),
    ...(isSame
      ? []
      : [`It was compressed by zlib ${manifest.zlib}: only its contents are looked at.`]),
    ...(envelope !== null && key === null
      ? ["It is signed; the signature was not looked at. Name the public key with --key."]
      : []),
  ];
}
