// The results of this build's explorations, kept beside the runs. Those of another build are dropped
// when new ones come, and never read.
import { join } from "node:path";
import { z } from "zod";
import {
  type ExplorationResult,
  type ExplorationStamp,
  explorationOf,
} from "../summary/exploration-stamp.ts";
import { buildId } from "./build.ts";
import { type BuildRecord, keepForBuild, keptForBuild } from "./build-record.ts";

const record: BuildRecord<ExplorationResult> = {
  format: "resume-matrix/explorations",
  remedy: "run `pnpm matrix explore` again",
  fileIn: (output) => join(output, ".cache", "explore.json"),
  result: z.looseObject({
    lane: z.string(),
    randomSeed: z.number(),
    schedules: z.number(),
    whole: z.boolean(),
    broken: z.array(z.string()),
    counterexamples: z.array(z.unknown()).exactOptional(),
  }),
};

/** @throws UsageError where what is kept cannot be read: a counterexample must not be forgotten. */
export function keepExploration(
  output: string,
  result: ExplorationResult,
  build = buildId(),
): void {
  keepForBuild(record, output, build, (kept) => [...kept, result]);
}

/** @throws UsageError where what is kept cannot be read. */
export function readExploration(output: string, lane: string): ExplorationStamp | null {
  const build = buildId();
  return explorationOf(build, lane, keptForBuild(record, output, build));
}

/**
 * All that explorations of this build found or ran again, of whatever lane, as they were kept.
 * @throws UsageError where what is kept cannot be read.
 */
export const keptCounterexamples = (output: string, build: string): readonly unknown[] =>
  keptForBuild(record, output, build).flatMap(({ counterexamples = [] }) => counterexamples);
