// The last result of each canary, kept beside the runs. Results of another build are dropped when
// new ones come, and never read.
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { canaries } from "../../lanes/canaries/index.ts";
import { readRegularFile } from "../../world/node/regular-file.ts";
import { type CanaryResult, type CanaryStamp, stampOf } from "../summary/canary-stamp.ts";
import { buildId } from "./build.ts";
import { replaceFile, stored } from "./storage.ts";

const format = "resume-matrix/canaries";

interface CanaryRecord {
  readonly format: typeof format;
  readonly build: string;
  readonly results: readonly CanaryResult[];
}

const fileIn = (output: string) => join(output, ".cache", "canary.json");

/** The results of this build that are kept below `output`; none where they are of another. */
export function keptResults(output: string, build = buildId()): readonly CanaryResult[] {
  try {
    const record: Partial<CanaryRecord> = JSON.parse(readRegularFile(fileIn(output)));
    return record.format === format && record.build === build ? (record.results ?? []) : [];
  } catch {
    return [];
  }
}

/** Adds results to those that are kept; a new one takes the place of an older one. */
export function keepResults(
  output: string,
  results: readonly CanaryResult[],
  build = buildId(),
): void {
  const isNew = (old: CanaryResult) =>
    results.some(({ name, fidelity }) => name === old.name && fidelity === old.fidelity);
  const kept = keptResults(output, build).filter((old) => !isNew(old));
  const record: CanaryRecord = { format, build, results: [...kept, ...results] };
  const path = fileIn(output);
  stored(path, () => mkdirSync(dirname(path), { recursive: true, mode: 0o700 }));
  replaceFile(path, `${JSON.stringify(record, null, 2)}\n`);
}

/** What a run of this build has to say of its canaries; null where none was run. */
export function readStamp(output: string): CanaryStamp | null {
  const build = buildId();
  const results = keptResults(output, build);
  if (results.length === 0) return null;
  const names = canaries.map(({ name }) => name);
  return stampOf(build, names, results);
}
