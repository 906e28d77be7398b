// The table: targets down, claims across, seconds last. Pure. It shows every claim that applies
// anywhere when the width allows, else the count and only the claims that did not all hold.

import { claimCodes } from "./codes.ts";
import { flow } from "./flow.ts";
import { renderGrid, type TableOptions, widest } from "./grid.ts";
import { plain } from "./plain.ts";
import { claimNames, type Mark, median, type Row } from "./rows.ts";
import { shortTarget } from "./short-target.ts";
import type { Meaning } from "./style.ts";

interface Column {
  readonly head: string;
  readonly align: "left" | "right";
  text(row: Row): string;
  meaning?(row: Row): Meaning | null;
}

/** Targets wider than this are broken rather than that the claims give way. */
const brokenTargetWidth = 30;

const signs: Record<Mark, { sign: string; meaning: Meaning | null }> = {
  holds: { sign: "✓", meaning: "good" },
  violated: { sign: "✗", meaning: "bad" },
  unknown: { sign: "?", meaning: "open" },
  "not-applicable": { sign: "·", meaning: "faint" },
  "not-run": { sign: " ", meaning: null },
};

/** A hazard that was to be shown and was: recorded as a pass, and never to be read as one. */
export const hazardMark = "⚠ hazard";

export const verdictMeaning: Record<Row["verdict"], Meaning> = {
  pass: "good",
  fail: "bad",
  unknown: "open",
  known: "open",
  skip: "faint",
};

/** The table and its legend; ends with a line break. */
export function renderTable(rows: readonly Row[], options: TableOptions): string {
  const names = claimNames(rows.flatMap(({ cells }) => cells));
  const applicable = names.filter((name) => rows.some((row) => appliesIn(row, name)));
  const notable = applicable.filter((name) => rows.some((row) => stoodOut(row, name)));
  const fits = widthOf(rows, columnsFor(rows, applicable, names)) <= options.width;
  const shown = fits ? applicable : notable;
  const columns = columnsFor(rows, shown, names, fits ? null : applicable);
  return draw(rows, columns, options) + legend(shown, names, applicable, options);
}

const appliesIn = (row: Row, name: string) =>
  !["not-applicable", "not-run", undefined].includes(row.marks.get(name));

const stoodOut = (row: Row, name: string) =>
  ["violated", "unknown"].includes(row.marks.get(name) ?? "");

function columnsFor(
  rows: readonly Row[],
  shown: readonly string[],
  names: readonly string[],
  counted: readonly string[] | null = null,
): Column[] {
  const codes = claimCodes(names);
  const several = (values: readonly string[]) => new Set(values).size > 1;
  const repeated = rows.some(({ cells }) => cells.length > 1);
  return [
    { head: "target", align: "left", text: (row) => plainTarget(row.target) },
    ...(several(rows.map(({ lane }) => lane)) ? [textColumn("lane", (row) => row.lane)] : []),
    ...(several(rows.map(({ scenario }) => scenario))
      ? [textColumn("scenario", (row) => row.scenario)]
      : []),
    verdictColumn(repeated),
    ...(counted === null ? [] : [countColumn(counted)]),
    ...shown.map((name) => markColumn(name, codes.get(name) ?? "")),
    ...secondsColumns(repeated),
  ];
}

const textColumn = (head: string, text: Column["text"]): Column => ({ head, align: "left", text });

const verdictColumn = (repeated: boolean): Column => ({
  head: "verdict",
  align: "left",
  text(row) {
    const ran = row.flaky ? "flaky" : row.verdict;
    const word = row.hazards > 0 && row.verdict === "pass" ? hazardMark : ran;
    return repeated ? `${row.passed}/${row.cells.length} ${word}` : word;
  },
  meaning: (row) => verdictMeaning[row.verdict],
});

const countColumn = (names: readonly string[]): Column => ({
  head: "claims",
  align: "right",
  text(row) {
    if (row.ran === 0) return "";
    const marks = names.map((name) => row.marks.get(name));
    const judged = marks.filter((mark) => mark !== "not-applicable" && mark !== undefined);
    return `${judged.filter((mark) => mark === "holds").length}/${judged.length}`;
  },
});

const markColumn = (name: string, code: string): Column => ({
  head: [...code].join("\n"),
  align: "left",
  text: (row) => signs[row.marks.get(name) ?? "not-run"].sign,
  meaning: (row) => signs[row.marks.get(name) ?? "not-run"].meaning,
});

function secondsColumns(repeated: boolean): Column[] {
  const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1);
  const last = (row: Row) => row.durationsMs.at(-1) ?? 0;
  const column = (head: string, value: (row: Row) => number): Column => ({
    head,
    align: "right",
    text: (row) => (row.ran === 0 ? "" : seconds(value(row))),
  });
  if (!repeated) return [column("s", last)];
  return [column("median s", (row) => median(row.durationsMs)), column("max s", last)];
}

/** The default agent's name goes without saying. */
export const plainTarget = (target: string) => plain(shortTarget(target));

/** The narrowest that the table can be drawn, its long targets broken. */
function widthOf(rows: readonly Row[], columns: readonly Column[]): number {
  const [target = 0, ...others] = columns.map((column) => columnWidth(rows, column));
  return others.reduce((sum, width) => sum + width + 1, Math.min(target, brokenTargetWidth));
}

const columnWidth = (rows: readonly Row[], column: Column) =>
  widest([column.head, ...rows.map((row) => column.text(row))]);

function draw(rows: readonly Row[], columns: readonly Column[], options: TableOptions): string {
  const lines = rows.map((row) =>
    columns.map((column) => ({ text: column.text(row), meaning: column.meaning?.(row) ?? null })),
  );
  return renderGrid(columns, lines, options);
}

function legend(
  shown: readonly string[],
  names: readonly string[],
  applicable: readonly string[],
  { width, paint }: TableOptions,
): string {
  const codes = claimCodes(names);
  const decoded = shown.map((name) => `${codes.get(name)} ${name}`);
  const held = applicable.filter((name) => !shown.includes(name));
  const idle = names.filter((name) => !applicable.includes(name));
  return [
    ...flow(decoded, "  ", width),
    ...(held.length > 0
      ? flow([`held everywhere: ${held[0]}`, ...held.slice(1)], ", ", width)
      : []),
    ...(idle.length > 0 ? flow([`not applicable: ${idle[0]}`, ...idle.slice(1)], ", ", width) : []),
  ]
    .map((line) => `${paint("faint", line)}\n`)
    .join("");
}
