// Where lanes differ: each lane against the first, pair by pair of target and scenario. Pure.
// Pairs that differ alike share a line; what is the same in both lanes is only counted.
import { flow } from "./flow.ts";
import { type GridCell, renderGrid, type TableOptions } from "./grid.ts";
import { plain } from "./plain.ts";
import type { Row } from "./rows.ts";
import { hazardMark } from "./table.ts";

interface Difference {
  readonly isVerdict: boolean;
  /** A scenario whose verdicts differ, or a claim that does. */
  readonly what: string;
  readonly first: string;
  readonly other: string;
  readonly why: string;
}

/** Empty with fewer than two lanes. */
export function renderDifferences(rows: readonly Row[], options: TableOptions): string {
  const [first, ...others] = [...new Set(rows.map(({ lane }) => lane))];
  if (first === undefined) return "";
  return others.map((other) => compare(rows, first, other, options)).join("");
}

function compare(
  rows: readonly Row[],
  firstLane: string,
  otherLane: string,
  options: TableOptions,
): string {
  const pairs = pairUp(rows, firstLane, otherLane);
  const found = pairs.map(({ first, other }) => differencesOf(first, other));
  const alike = found.filter((differences) => differences.length === 0).length;
  // A verdict weighs more than a claim.
  const ordered = found.flat().sort((a, b) => Number(b.isVerdict) - Number(a.isVerdict));
  const groups = Map.groupBy(ordered, ({ first, other, why }) =>
    JSON.stringify([first, other, why]),
  );
  const columns = [firstLane, otherLane, "pairs", "scenario or claim", "why"].map((head) => ({
    head: plain(head),
    align: head === "pairs" ? ("right" as const) : ("left" as const),
  }));
  const lines = [...groups.values()].map((group) => lineOf(group, options.width));
  const title = `${plain(firstLane)} and ${plain(otherLane)}: ${pairs.length} ${pairs.length === 1 ? "pair" : "pairs"} of target and scenario, ${alike} alike in verdict and claims`;
  const table = lines.length === 0 ? "" : renderGrid(columns, lines, options);
  return `\n${options.paint("strong", title)}\n${table}`;
}

/** Widths of the two wordy columns, in shares of the terminal; the rest is small. */
const whatShare = 0.32;
const whyShare = 0.44;
/** More names than these are counted; a cell of very many lines is slow to draw. */
const mostNames = 16;

function lineOf(group: readonly Difference[], width: number): GridCell[] {
  const [example] = group;
  const names = [...new Set(group.map(({ what }) => what))];
  const more = names.length > mostNames ? [`and ${names.length - mostNames} more`] : [];
  const wrapped = (words: readonly string[], joint: string, share: number) =>
    flow(words, joint, Math.floor(width * share)).join("\n");
  const texts = [
    example?.first ?? "",
    example?.other ?? "",
    String(group.length),
    wrapped([...names.slice(0, mostNames), ...more], ", ", whatShare),
    wrapped((example?.why ?? "").split(" "), " ", whyShare),
  ];
  return texts.map((text) => ({ text, meaning: null }));
}

interface LanePair {
  readonly first: Row | null;
  readonly other: Row | null;
}

function pairUp(rows: readonly Row[], firstLane: string, otherLane: string): LanePair[] {
  const groups = Map.groupBy(rows, ({ target, scenario }) => JSON.stringify([target, scenario]));
  return [...groups.values()].flatMap((group) => {
    const first = group.find(({ lane }) => lane === firstLane) ?? null;
    const other = group.find(({ lane }) => lane === otherLane) ?? null;
    return first === null && other === null ? [] : { first, other };
  });
}

function differencesOf(first: Row | null, other: Row | null): Difference[] {
  const [firstWord, otherWord] = [wordOf(first), wordOf(other)];
  const what = plain((first ?? other)?.scenario ?? "");
  if (firstWord !== otherWord) {
    const why = reasonOf(firstWord === "pass" ? other : first);
    return [{ isVerdict: true, what, first: firstWord, other: otherWord, why }];
  }
  if (first === null || other === null) return [];
  const names = new Set([...first.marks.keys(), ...other.marks.keys()]);
  return [...names].flatMap((name) => {
    const [firstMark, otherMark] = [first.marks.get(name), other.marks.get(name)].map(
      (mark) => mark ?? "not judged",
    );
    if (firstMark === undefined || otherMark === undefined || firstMark === otherMark) return [];
    const why = claimReason(firstMark === "holds" ? other : first, name);
    return [{ isVerdict: false, what: plain(name), first: firstMark, other: otherMark, why }];
  });
}

function wordOf(row: Row | null): string {
  if (row === null) return "not planned";
  return row.hazards > 0 && row.verdict === "pass" ? hazardMark : row.verdict;
}

function reasonOf(row: Row | null): string {
  if (row === null) return "not part of this run";
  const cell = row.cells.find(({ verdict }) => verdict === row.verdict);
  if (cell?.because) return plain(cell.because, 200);
  const wanted = row.verdict === "unknown" ? "unknown" : "violated";
  const names = cell?.claims.filter(({ verdict }) => verdict === wanted).map(({ name }) => name);
  return plain(`${wanted}: ${(names ?? []).join(", ")}`, 200);
}

function claimReason(row: Row, wanted: string): string {
  const claims = row.cells.flatMap((cell) => cell.claims.filter(({ name }) => name === wanted));
  const telling = claims.find(({ verdict }) => verdict === row.marks.get(wanted));
  return plain(telling?.because ?? "", 200);
}
