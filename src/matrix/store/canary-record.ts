// The last result of each canary, kept beside the runs. Results of another build are dropped when
// new ones come, and never read.
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { canaries } from "../../lanes/canaries/index.ts";
import { readRegularFile } from "../../world/node/regular-file.ts";
import { firstFault } from "../../world/recorded.ts";
import { UsageError } from "../../world/usage-error.ts";
import { errorCode } from "../../world/world.ts";
import {
  type CanaryResult,
  type CanaryStamp,
  canaryOutcomes,
  stampOf,
} from "../summary/canary-stamp.ts";
import { buildId } from "./build.ts";
import { replaceFile, stored } from "./storage.ts";

const format = "resume-matrix/canaries";

const recordSchema = z.looseObject({
  results: z.array(
    z.looseObject({
      name: z.string(),
      claim: z.string(),
      fidelity: z.enum(["sim", "loopback"]),
      outcome: z.enum(canaryOutcomes),
      because: z.string(),
      others: z.array(z.string()),
      durationMs: z.number(),
    }),
  ),
});

const fileIn = (output: string) => join(output, ".cache", "canary.json");

/**
 * The results of this build that are kept below `output`; none where they are of another.
 * @throws UsageError where they cannot be read: a canary that survived must not be forgotten.
 */
export function keptResults(output: string, build = buildId()): readonly CanaryResult[] {
  const path = fileIn(output);
  const value = valueIn(path);
  const head = Object(value) as { readonly format?: unknown; readonly build?: unknown };
  if (head.format !== format || head.build !== build) return [];
  const parsed = recordSchema.safeParse(value);
  if (parsed.success) return parsed.data.results;
  throw damaged(path, firstFault(parsed.error));
}

/** Null where there is no such file. */
function valueIn(path: string): unknown {
  let text: string;
  try {
    text = readRegularFile(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw damaged(path, `it cannot be read (${code})`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(path, "it is no JSON");
  }
}

const damaged = (path: string, what: string) =>
  new UsageError(`${path} is damaged: ${what}. Remove it, and run \`pnpm matrix canary\` again.`);

/** None where they cannot be read: what is written next mends the file. */
function readableResults(output: string, build: string): readonly CanaryResult[] {
  try {
    return keptResults(output, build);
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
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
  const kept = readableResults(output, build).filter((old) => !isNew(old));
  const record = { format, build, results: [...kept, ...results] };
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
