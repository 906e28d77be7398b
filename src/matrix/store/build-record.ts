// A file beside the runs with what one build has shown of itself: its canaries, its explorations.
// It says nothing of any other build.
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { readRegularFile } from "../../world/node/regular-file.ts";
import { firstFault } from "../../world/recorded.ts";
import { UsageError } from "../../world/usage-error.ts";
import { errorCode } from "../../world/world.ts";
import { replaceFile, stored } from "./storage.ts";

export interface BuildRecord<Result> {
  readonly format: string;
  readonly result: z.ZodType<Result>;
  /** What mends it, once the file is gone. */
  readonly remedy: string;
  fileIn(output: string): string;
}

/**
 * The results of this build that are kept below `output`; none where they are of another.
 * @throws UsageError where they cannot be read: what was found must not be forgotten.
 */
export function keptForBuild<Result>(
  record: BuildRecord<Result>,
  output: string,
  build: string,
): readonly Result[] {
  const path = record.fileIn(output);
  const value = valueIn(path, record.remedy);
  const head = Object(value) as { readonly format?: unknown; readonly build?: unknown };
  if (head.format !== record.format || head.build !== build) return [];
  const parsed = z.looseObject({ results: z.array(record.result) }).safeParse(value);
  if (parsed.success) return parsed.data.results;
  throw damaged(path, firstFault(parsed.error), record.remedy);
}

/** Replaces what is kept by what `change` makes of it; a file that cannot be read is mended so. */
export function keepForBuild<Result>(
  record: BuildRecord<Result>,
  output: string,
  build: string,
  change: (kept: readonly Result[]) => readonly Result[],
): void {
  const { format } = record;
  const results = change(readableResults(record, output, build));
  const path = record.fileIn(output);
  stored(path, () => mkdirSync(dirname(path), { recursive: true, mode: 0o700 }));
  replaceFile(path, `${JSON.stringify({ format, build, results }, null, 2)}\n`);
}

function readableResults<Result>(record: BuildRecord<Result>, output: string, build: string) {
  try {
    return keptForBuild(record, output, build);
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
  }
}

/** Null where there is no such file. */
function valueIn(path: string, remedy: string): unknown {
  let text: string;
  try {
    text = readRegularFile(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw damaged(path, `it cannot be read (${code})`, remedy);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(path, "it is no JSON", remedy);
  }
}

const damaged = (path: string, what: string, remedy: string) =>
  new UsageError(`${path} is damaged: ${what}. Remove it, and ${remedy}.`);
