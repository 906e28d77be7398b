// Cells of two runs, pair by pair: the same target, lane, scenario, history and repetition. Pure. A cell that
// stands in one run alone is never counted for either.
import { type CellTarget, unversionedName } from "../evidence/cell.ts";
import { type CellResult, cellTitle } from "../matrix/summary/result.ts";

export interface CellPair {
  /** As it is called in both runs: without a version of the agent. */
  readonly title: string;
  readonly baseline: CellResult;
  readonly candidate: CellResult;
}

export interface Pairing {
  readonly pairs: readonly CellPair[];
  /** Of the cells that the other run has not planned. */
  readonly onlyBaseline: readonly CellResult[];
  readonly onlyCandidate: readonly CellResult[];
}

export interface Naming {
  /** Names of targets in the baseline, each with what it is called in the candidate. */
  readonly same: ReadonlyMap<string, string>;
  /** What a provider is called by now: two versions of an agent may name it differently. */
  providerName(target: CellTarget): string;
}

export const asRecorded: Naming = { same: new Map(), providerName: ({ provider }) => provider };

/**
 * Two runs of one target each are compared whatever the targets are called: they may be two versions of
 * a model.
 */
export function pairCells(
  baseline: readonly CellResult[],
  candidate: readonly CellResult[],
  { same, providerName }: Naming = asRecorded,
): Pairing {
  const named = (target: CellTarget) =>
    unversionedName({ ...target, provider: providerName(target) });
  const renamed = same.size > 0 ? same : onlyTargets(baseline, candidate);
  const titleIn = (names: Naming["same"]) => (cell: CellResult) => {
    const recorded = unversionedName(cell.target);
    const name = names.has(recorded) ? recorded : named(cell.target);
    const [, ...words] = cellTitle({ ...cell, target: nameless }).split(" ");
    return [names.get(name) ?? name, ...words].join(" ");
  };
  const titleOfBaseline = titleIn(renamed);
  // What a baseline's target was said to be is taken as it is written.
  const titleOfCandidate = titleIn(new Map([...renamed.values()].map((name) => [name, name])));
  const byTitle = new Map(candidate.map((cell) => [titleOfCandidate(cell), cell]));
  const met = new Set<string>();
  const pairs: CellPair[] = [];
  const onlyBaseline: CellResult[] = [];
  for (const cell of baseline) {
    const title = titleOfBaseline(cell);
    const other = byTitle.get(title);
    if (other === undefined) {
      onlyBaseline.push(cell);
      continue;
    }
    pairs.push({ title, baseline: cell, candidate: other });
    met.add(title);
  }
  const onlyCandidate = candidate.filter((cell) => !met.has(titleOfCandidate(cell)));
  return { pairs, onlyBaseline, onlyCandidate };
}

const nameless: CellTarget = { agent: "", provider: "", model: "", wireApi: null };

function onlyTargets(
  baseline: readonly CellResult[],
  candidate: readonly CellResult[],
): Naming["same"] {
  const [first, ...others] = new Set(baseline.map(({ target }) => unversionedName(target)));
  const [second, ...more] = new Set(candidate.map(({ target }) => unversionedName(target)));
  const isOneEach = others.length === 0 && more.length === 0;
  return isOneEach && first !== undefined && second !== undefined
    ? new Map([[first, second]])
    : new Map();
}
