// Cells of two lanes in a few letters, for tests of what is made of them.

import { pairsOf } from "../../src/dossier/pairs.ts";
import type { PooledCell } from "../../src/dossier/pool.ts";
import { defaultThresholds } from "../../src/matrix/config/config.ts";
import { type CellResult, cellTitle } from "../../src/matrix/summary/result.ts";
import { result } from "../matrix/results.ts";
import { holding } from "./dossier-results.ts";

const letters: Readonly<Record<string, Partial<CellResult>>> = {
  p: { verdict: "pass" },
  f: { verdict: "fail" },
  u: { verdict: "unknown" },
  s: { verdict: "skip" },
  /** Passed, and showed a hazard on purpose. */
  h: { verdict: "pass", claims: [holding("single-writer", "violated")] },
  /** Cut short: judged as passed, and as not run. */
  c: { verdict: "pass", unfinished: true },
  n: { verdict: "skip", unfinished: true },
};

/** One cell for each letter, the first repetition first; a blank is one that was not planned. */
export function cellsOf(
  lane: string,
  story: string,
  changes: Partial<CellResult> = {},
): CellResult[] {
  return [...story].flatMap((letter, index) =>
    letter === " " ? [] : [result({ lane, repetition: index + 1, ...letters[letter], ...changes })],
  );
}

export interface Unsuited {
  readonly [lane: string]: string | undefined;
}

/** As of the one run of a dossier. */
export const pooled = (cells: readonly CellResult[], of: Partial<PooledCell> = {}): PooledCell[] =>
  cells.map((cell) => ({
    ...cell,
    run: "A",
    label: null,
    fidelity: "loopback",
    flags: [],
    title: cellTitle(cell),
    ...of,
  }));

/** The pairs of `v1` and `v2` that these cells make. */
export function pairsIn(
  cells: readonly (CellResult | PooledCell)[],
  unsuited: Unsuited = {},
  scenarios: readonly string[] = [],
) {
  return pairsOf(pooledOnce(cells), {
    baseline: "v1",
    candidate: "v2",
    scenarios,
    thresholds: defaultThresholds,
    unsuited: (_scenario, lane) => unsuited[lane] ?? null,
  });
}

const pooledOnce = (cells: readonly (CellResult | PooledCell)[]) =>
  cells.flatMap((cell) => ("run" in cell ? [cell] : pooled([cell])));
