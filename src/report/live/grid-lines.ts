// The matrix of a live view: a line for each row, a sign for each cell. Where there is no room a sign stands for
// several cells and shows the worst of them, and the rows where least happens are summed up. Pure.
import type { Meaning, Paint } from "../style.ts";
import { cutInMiddle, fitted } from "./label.ts";
import type { LiveRow, LiveState, Mark, Tally } from "./state.ts";

interface GridBounds {
  readonly width: number;
  /** Lines. */
  readonly height: number;
  readonly paint: Paint;
}

const signs: Readonly<Record<Mark, readonly [string, Meaning | null]>> = {
  fail: ["✗", "bad"],
  unknown: ["?", "open"],
  running: ["▸", "strong"],
  waiting: ["·", "faint"],
  pass: ["✓", "good"],
  skip: ["-", "faint"],
};

/** Of several cells in one sign, the first of these that one of them bears. */
const worstFirst = Object.keys(signs) as readonly Mark[];

const legend = "✓ pass  ✗ fail  ? unknown  ▸ running  · to come";
/** In a lower grid a row is worth more than the legend. */
const leastForLegend = 6;

/** Signs in a line; with fewer it is no grid. */
const leastRoom = 4;

export function gridLines(
  { rows, longestLabel, longestRow }: LiveState,
  bounds: GridBounds,
): readonly string[] {
  const { width, height, paint } = bounds;
  // What the cells leave free is for the names.
  const free = width - 1 - Math.max(leastRoom, longestRow);
  const labelWidth = Math.min(Math.max(Math.floor(width * 0.4), free), longestLabel);
  const room = width - labelWidth - 1;
  if (height < 1 || room < leastRoom) return [];
  const shown = rowsShown(rows, height);
  const longest = Math.max(1, ...shown.map(({ marks }) => marks.length));
  const left = rows.length - shown.length;
  const spare = height - shown.length - (left > 0 ? 1 : 0);
  const wrapped = shown.reduce((sum, { marks }) => sum + Math.ceil(marks.length / room), 0);
  const perSign = wrapped - shown.length <= spare ? 1 : Math.ceil(longest / room);
  const lines = shown.flatMap((row) => rowLines(row, { labelWidth, room, perSign, paint }));
  const rest = left > 0 ? [paint("faint", fitted(restLine(rows, shown), width))] : [];
  const told = perSign === 1 ? legend : `${legend}  (a sign: ${perSign} cells)`;
  const wantsLegend = lines.length + rest.length < height && height >= leastForLegend;
  return [...lines, ...rest, ...(wantsLegend ? [paint("faint", fitted(told, width))] : [])];
}

/** All of them where they fit; else those where something runs or went wrong before the others, in their order. */
function rowsShown(rows: readonly LiveRow[], height: number): readonly LiveRow[] {
  if (rows.length <= height) return rows;
  const ranks = [isAtWork, isBad, () => true] as const;
  const chosen = new Set<LiveRow>();
  for (const rank of ranks) {
    for (const row of rows) {
      // One line is for what is left.
      if (chosen.size >= height - 1) return rows.filter((each) => chosen.has(each));
      if (rank(row)) chosen.add(row);
    }
  }
  return rows;
}

const isAtWork = ({ tally }: LiveRow) => tally.running > 0;
const isBad = ({ tally }: LiveRow) => tally.fail + tally.unknown > 0;

function restLine(rows: readonly LiveRow[], shown: readonly LiveRow[]): string {
  const isShown = new Set(shown);
  const hidden = rows.filter((row) => !isShown.has(row));
  const sum = (count: (tally: Tally) => number) =>
    hidden.reduce((total, { tally }) => total + count(tally), 0);
  const done = sum(({ pass, fail, unknown }) => pass + fail + unknown);
  const planned = done + sum(({ waiting, running }) => waiting + running);
  const [fail, unknown] = [sum((tally) => tally.fail), sum((tally) => tally.unknown)];
  return [
    `… ${hidden.length} more rows: ${done}/${planned} cells`,
    ...(fail > 0 ? [`${fail} failed`] : []),
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
  ].join(", ");
}

interface RowBounds {
  readonly labelWidth: number;
  readonly room: number;
  /** Cells. */
  readonly perSign: number;
  readonly paint: Paint;
}

/** Signs that there is no room for go on in further lines, below the first one. */
function rowLines({ label, marks }: LiveRow, { labelWidth, room, perSign, paint }: RowBounds) {
  const shown = perSign === 1 ? marks : pieces(marks, perSign).map(worstOf);
  return pieces(shown, room).map((piece, index) => {
    const head = cutInMiddle(index === 0 ? label : "", labelWidth).padEnd(labelWidth);
    return `${head} ${stretches(piece, paint)}`;
  });
}

const worstOf = (marks: readonly Mark[]): Mark =>
  worstFirst.find((mark) => marks.includes(mark)) ?? "waiting";

function pieces<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, index) => all.slice(index * size, (index + 1) * size));
}

/** Painted once for each stretch of one mark: a sign alone would cost ten bytes of colour. */
function stretches(marks: readonly Mark[], paint: Paint): string {
  let text = "";
  let from = 0;
  for (let to = 1; to <= marks.length; to += 1) {
    const mark = marks[from] ?? "waiting";
    if (marks[to] === mark) continue;
    const [sign, meaning] = signs[mark];
    const same = sign.repeat(to - from);
    text += meaning === null ? same : paint(meaning, same);
    from = to;
  }
  return text;
}
