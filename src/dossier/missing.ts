// What is missing for a removal, each with the cells it is about. Pure. It looks for what must be there
// and is not; a lane that nothing was asked of gains nothing here.
import { targetName } from "../evidence/cell.ts";
import type { CellResult } from "../matrix/summary/result.ts";
import { type Comparison, isAsked, type Pair } from "./pairs.ts";
import { titleOf } from "./pool.ts";
import type { RowEvidence } from "./rows.ts";
import { type Side, titlesOf } from "./side.ts";
import { joined, type Titles } from "./titles.ts";

export interface Reason {
  readonly because: string;
  /** Titles of the cells it rests on; those that were never planned among them. */
  readonly cells: Titles;
}

/** What of the scenarios is missing; empty when nothing is. */
export function missingCells(pairs: readonly Pair[], comparison: Comparison): Reason[] {
  return [
    ...lackingCells(pairs),
    ...failedCells(pairs, comparison),
    ...incomparableTargets(pairs, comparison),
  ];
}

/** The sides that a removal rests on: none where the new lane cannot be asked. */
function countingSides(pair: Pair): Side[] {
  if (pair.candidate.unsuited !== null) return [];
  const sides = [pair.baseline, pair.candidate];
  // Of what was repeated live the margin decides, with every unknown counted against the new lane.
  return pair.fidelity === "live" ? sides.filter(({ pass, fail }) => pass + fail === 0) : sides;
}

function lackingCells(pairs: readonly Pair[]): Reason[] {
  const sides = pairs.flatMap(countingSides).filter(({ lacking }) => lacking > 0);
  const lacking = sides.flatMap((side) => [
    ...side.cells
      .filter(({ verdict, unfinished }) => verdict !== "fail" && (verdict !== "pass" || unfinished))
      .map((cell) => ({ lane: side.lane, why: whyLacking(cell), titles: [titleOf(cell)] })),
    ...(side.unplanned.length === 0
      ? []
      : [{ lane: side.lane, why: notPlanned, titles: side.unplanned }]),
  ]);
  const groups = Map.groupBy(lacking, ({ lane, why }) => `${lane}: ${why}`);
  return [...groups].map(([because, group]) => ({
    because,
    cells: joined(group.map(({ titles }) => titles)),
  }));
}

const notPlanned = "not part of this run (--full runs every scenario on every target)";

function whyLacking({ verdict, because, claims }: CellResult): string {
  if (because !== null) return `${verdict === "skip" ? "skipped" : verdict}: ${because}`;
  const open = claims.filter((claim) => claim.verdict === "unknown").map(({ name }) => name);
  return `${verdict}: ${open.join(", ") || "no claim says why"}`;
}

/** Cells that the new lane failed without being worse: the old one failed too, or cannot be asked. */
function failedCells(pairs: readonly Pair[], { thresholds }: Comparison): Reason[] {
  const failed = pairs.filter(
    (pair) => pair.candidate.fail > 0 && pair.relation !== "worse" && !isAsked(pair, thresholds),
  );
  if (failed.length === 0) return [];
  const cells = failed.flatMap((pair) => titlesOf(pair.candidate, "fail"));
  const lane = failed[0]?.candidate.lane;
  return [
    { because: `${lane}: failed, where the other lane is no better or cannot be run`, cells },
  ];
}

function incomparableTargets(
  pairs: readonly Pair[],
  { baseline, candidate }: Comparison,
): Reason[] {
  const byTarget = Map.groupBy(pairs, ({ target }) => targetName(target));
  const silent = [...byTarget].filter(([, own]) =>
    own.every(({ relation }) => relation === "not-comparable"),
  );
  if (byTarget.size === 0) {
    return [{ because: `no cell of ${baseline} or ${candidate} is in what was run`, cells: [] }];
  }
  return silent.map(([name]) => ({ because: `${name}: nothing of it is comparable`, cells: [] }));
}

/** Rows that lack for the same reason are one. */
export function missingRows(rows: readonly RowEvidence[], { candidate }: Comparison): Reason[] {
  const open = rows.filter((row) => row.candidate.state !== "shown");
  const groups = Map.groupBy(open, (row) => firstOf(row.candidate.because));
  return [...groups].map(([why, group]) => ({
    because: `${group.map(({ name }) => `"${name}"`).join(", ")} ${group.length === 1 ? "is" : "are"} not shown by ${candidate}: ${why}`,
    cells: [...new Set(group.flatMap((row) => row.candidate.cells))],
  }));
}

function firstOf([first = "nothing of it ran", ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first}, and ${others.length} more`;
}
