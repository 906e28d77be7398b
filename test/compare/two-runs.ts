// Two runs of cells as values, for what is said of them together.
import type { ComparedRun } from "../../src/compare/compare.ts";
import type { CellResult } from "../../src/matrix/summary/result.ts";
import { result, versionsOf } from "../matrix/results.ts";

export const asked = { margin: 0.05, confidence: 0.95 };

/** `count` repetitions of one row. */
export const cells = (count: number, changes: Partial<CellResult> = {}): CellResult[] =>
  Array.from({ length: count }, (_, index) => result({ repetition: index + 1, ...changes }));

export const run = (of: readonly CellResult[], agent = "0.87.1"): ComparedRun => ({
  facts: {
    run: `run-of-${agent}`,
    directory: "/out/run",
    fidelity: "loopback",
    versions: { ...versionsOf, agent },
    interrupted: false,
  },
  version: null,
  cells: of,
});

/** Seconds in the seed, tokens and dollars of each cell. */
export const measured = (seconds: number, tokens: number, costUsd: number | null) => ({
  durationMs: seconds * 1000,
  measures: {
    phases: [{ phase: "seed", durationMs: seconds * 500 }],
    usage: {
      inputTokens: tokens,
      outputTokens: 0,
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      costUsd,
    },
  },
});
