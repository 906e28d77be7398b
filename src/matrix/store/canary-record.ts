// The last result of each canary, kept beside the runs.
import { join } from "node:path";
import { z } from "zod";
import { canaries } from "../../lanes/canaries/index.ts";
import {
  type CanaryResult,
  type CanaryStamp,
  canaryOutcomes,
  stampOf,
} from "../summary/canary-stamp.ts";
import { buildId } from "./build.ts";
import { type BuildRecord, keepForBuild, keptForBuild } from "./build-record.ts";

const record: BuildRecord<CanaryResult> = {
  format: "resume-matrix/canaries",
  remedy: "run `pnpm matrix canary` again",
  fileIn: (output) => join(output, ".cache", "canary.json"),
  result: z.looseObject({
    name: z.string(),
    claim: z.string(),
    fidelity: z.enum(["sim", "loopback"]),
    outcome: z.enum(canaryOutcomes),
    because: z.string(),
    others: z.array(z.string()),
    durationMs: z.number(),
  }),
};

/** @throws UsageError where they cannot be read: a canary that survived must not be forgotten. */
export const keptResults = (output: string, build = buildId()): readonly CanaryResult[] =>
  keptForBuild(record, output, build);

/** Adds results to those that are kept; a new one takes the place of an older one. */
export function keepResults(
  output: string,
  results: readonly CanaryResult[],
  build = buildId(),
): void {
  const isNew = (old: CanaryResult) =>
    results.some(({ name, fidelity }) => name === old.name && fidelity === old.fidelity);
  keepForBuild(record, output, build, (kept) => [...kept.filter((old) => !isNew(old)), ...results]);
}

/** What a run of this build has to say of its canaries; null where none was run. */
export function readStamp(output: string): CanaryStamp | null {
  const build = buildId();
  const results = keptResults(output, build);
  if (results.length === 0) return null;
  const names = canaries.map(({ name }) => name);
  return stampOf(build, names, results);
}
