// What this build's explorations of one lane come to. Pure. A counterexample stays one, however many
// later schedules held.

export interface ExplorationResult {
  readonly lane: string;
  readonly randomSeed: number;
  /** Schedules that were run. */
  readonly schedules: number;
  /** Whether every claim was asked, of the usual number of dispatchers. */
  readonly whole: boolean;
  /** Names of the claims that a schedule broke, a kept one among them. */
  readonly broken: readonly string[];
  /** Cases that were run again, and the one that was found, as `explore` keeps them in files. */
  readonly counterexamples?: readonly unknown[];
}

export interface ExplorationStamp {
  readonly build: string;
  readonly lane: string;
  /** Of whole explorations; those of one random seed count once. */
  readonly schedules: number;
  readonly broken: readonly string[];
}

/** Null where this lane was never explored. */
export function explorationOf(
  build: string,
  lane: string,
  results: readonly ExplorationResult[],
): ExplorationStamp | null {
  const ours = results.filter((each) => each.lane === lane);
  if (ours.length === 0) return null;
  const bySeed = Map.groupBy(
    ours.filter(({ whole }) => whole),
    ({ randomSeed }) => randomSeed,
  );
  const longest = [...bySeed.values()].map((same) =>
    Math.max(...same.map(({ schedules }) => schedules)),
  );
  return {
    build,
    lane,
    schedules: longest.reduce((sum, schedules) => sum + schedules, 0),
    broken: [...new Set(ours.flatMap(({ broken }) => broken))],
  };
}
