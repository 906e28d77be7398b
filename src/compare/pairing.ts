// Cells of two runs, pair by pair: the same target, lane, scenario, history and repetition. Pure. A cell that
// stands in one run alone is never counted for either.
import { type CellTarget, unversionedName } from "../evidence/cell.ts";
import { type CellResult, cellTitle } from "../matrix/summary/result.ts";

export interface CellPair {
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
  const rowIn = (names: Naming["same"]) => (cell: CellResult) => {
    const recorded = unversionedName(cell.target);
    const name = names.has(recorded) ? recorded : named(cell.target);
    const [, ...words] = cellTitle({ ...cell, target: nameless, repetition: 0 }).split(" ");
    return [names.get(name) ?? name, ...words].join(" ");
  };
  const rowOfBaseline = rowIn(renamed);
  // What a baseline's target was said to be is taken as it is written.
  const rowOfCandidate = rowIn(new Map([...renamed.values()].map((name) => [name, name])));
  const candidates = rowsOf(candidate, rowOfCandidate);
  const candidateAt = (row: string, { repetition }: CellResult) =>
    candidates.get(row)?.get(repetition);
  const met = new Set<CellResult | undefined>();
  const pairs: CellPair[] = [];
  const onlyBaseline: CellResult[] = [];
  for (const cell of baseline) {
    const other = candidateAt(rowOfBaseline(cell), cell);
    if (other === undefined) {
      onlyBaseline.push(cell);
      continue;
    }
    pairs.push({ baseline: cell, candidate: other });
    met.add(other);
  }
  const isMet = (cell: CellResult) => met.has(candidateAt(rowOfCandidate(cell), cell));
  return { pairs, onlyBaseline, onlyCandidate: candidate.filter((cell) => !isMet(cell)) };
}

/** By row and number: a title for each of very many cells would take as much as its result. */
function rowsOf(cells: readonly CellResult[], rowOf: (cell: CellResult) => string) {
  const rows = new Map<string, Map<number, CellResult>>();
  for (const cell of cells) {
    const row = rowOf(cell);
    const own = rows.get(row) ?? new Map<number, CellResult>();
    rows.set(row, own.set(cell.repetition, cell));
  }
  return rows;
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
