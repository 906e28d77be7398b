// What is missing for a removal, each with the cells it is about. Pure. It looks for what must be there
// and is not; a lane that nothing was asked of gains nothing here.
import { targetName } from "../evidence/cell.ts";
import { type CellResult, cellTitle } from "../matrix/summary/result.ts";
import { type Comparison, type Pair, type Side, titlesOf } from "./pairs.ts";
import type { RowEvidence } from "./rows.ts";

export interface Reason {
  readonly because: string;
  /** Titles of the cells it rests on; those that were never planned among them. */
  readonly cells: readonly string[];
}

/** Empty when nothing is missing. */
export function missingFor(
  pairs: readonly Pair[],
  rows: readonly RowEvidence[],
  comparison: Comparison,
): Reason[] {
  return [
    ...lackingCells(pairs),
    ...failedCells(pairs),
    ...incomparableTargets(pairs, comparison),
    ...missingRows(rows, comparison),
  ];
}

/** The sides that a removal rests on: none where the new lane cannot be asked. */
const countingSides = (pair: Pair): Side[] =>
  pair.new.unsuited === null ? [pair.old, pair.new] : [];

function lackingCells(pairs: readonly Pair[]): Reason[] {
  const sides = pairs.flatMap(countingSides).filter(({ lacking }) => lacking > 0);
  const lacking = sides.flatMap((side) => [
    ...side.cells
      .filter(({ verdict, unfinished }) => verdict !== "fail" && (verdict !== "pass" || unfinished))
      .map((cell) => ({ lane: side.lane, why: whyLacking(cell), title: cellTitle(cell) })),
    ...side.unplanned.map((title) => ({ lane: side.lane, why: notPlanned, title })),
  ]);
  const groups = Map.groupBy(lacking, ({ lane, why }) => `${lane}: ${why}`);
  return [...groups].map(([because, group]) => ({
    because,
    cells: group.map(({ title }) => title),
  }));
}

const notPlanned = "not part of this run (--full runs every scenario on every target)";

function whyLacking({ verdict, because, claims }: CellResult): string {
  if (because !== null) return `${verdict === "skip" ? "skipped" : verdict}: ${because}`;
  const open = claims.filter((claim) => claim.verdict === "unknown").map(({ name }) => name);
  return `${verdict}: ${open.join(", ") || "no claim says why"}`;
}

/** Cells that the new lane failed without being worse: the old one failed too, or cannot be asked. */
function failedCells(pairs: readonly Pair[]): Reason[] {
  const failed = pairs.filter((pair) => pair.new.fail > 0 && pair.relation !== "worse");
  if (failed.length === 0) return [];
  const cells = failed.flatMap((pair) => titlesOf(pair.new, "fail"));
  const lane = failed[0]?.new.lane;
  return [
    { because: `${lane}: failed, where the other lane is no better or cannot be run`, cells },
  ];
}

function incomparableTargets(pairs: readonly Pair[], { old, new: fresh }: Comparison): Reason[] {
  const byTarget = Map.groupBy(pairs, ({ target }) => targetName(target));
  const silent = [...byTarget].filter(([, own]) =>
    own.every(({ relation }) => relation === "not-comparable"),
  );
  if (byTarget.size === 0) {
    return [{ because: `no cell of ${old} or ${fresh} is in this run`, cells: [] }];
  }
  return silent.map(([name]) => ({ because: `${name}: nothing of it is comparable`, cells: [] }));
}

function missingRows(rows: readonly RowEvidence[], { new: fresh }: Comparison): Reason[] {
  return rows
    .filter((row) => row.new.state !== "shown")
    .map((row) => ({
      because: `"${row.name}" is not shown by ${fresh}: ${firstOf(row.new.because)}`,
      cells: row.new.cells,
    }));
}

function firstOf([first = "nothing of it ran", ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first}, and ${others.length} more`;
}
