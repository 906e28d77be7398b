// Lines of cells as text in columns, without a border. Pure. A first column too long for the width
// is broken and never cut: two targets may differ at their end.
import Table from "cli-table3";
import type { Meaning, Paint } from "./style.ts";

export interface TableOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly paint: Paint;
}

export interface GridColumn {
  readonly head: string;
  readonly align: "left" | "right";
}

export interface GridCell {
  /** Printed as it stands; line breaks make a cell of several lines. */
  readonly text: string;
  readonly meaning: Meaning | null;
}

/** Ends with a line break. */
export function renderGrid(
  columns: readonly GridColumn[],
  lines: readonly (readonly GridCell[])[],
  { width, paint }: TableOptions,
): string {
  const widths = columns.map(({ head }, index) =>
    widest([head, ...lines.map((cells) => cells[index]?.text ?? "")]),
  );
  const over = widths.reduce((sum, each) => sum + each + 1, -1) - width;
  const firstWidth = Math.max(16, (widths[0] ?? 0) - Math.max(0, over));
  const table = borderless(columns);
  // Line by line: the table takes a text apart at its breaks, and a colour across one is left open.
  const painted = (meaning: Meaning, text: string) =>
    text
      .split("\n")
      .map((line) => paint(meaning, line))
      .join("\n");
  table.push(columns.map(({ head }) => painted("faint", head)));
  for (const cells of lines) {
    table.push(
      cells.map(({ text, meaning }, index) => {
        const shown = index === 0 ? broken(text, firstWidth) : text;
        return meaning === null ? shown : painted(meaning, shown);
      }),
    );
  }
  return `${trimEnds(table.toString())}\n`;
}

/** Columns that a grid of these takes when nothing is broken. */
export const widest = (texts: readonly string[]) =>
  Math.max(...texts.flatMap((text) => text.split("\n").map((line) => line.length)));

function borderless(columns: readonly GridColumn[]) {
  const none = { top: "", "top-mid": "", "top-left": "", "top-right": "", bottom: "" };
  const ends = { "bottom-mid": "", "bottom-left": "", "bottom-right": "", left: "", right: "" };
  const inner = { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "", middle: " " };
  return new Table({
    chars: { ...none, ...ends, ...inner },
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
    colAligns: columns.map(({ align }) => align),
  });
}

function broken(text: string, width: number): string {
  const lines: string[] = [];
  for (let rest = text; rest !== ""; ) {
    if (rest.length <= width) return [...lines, rest].join("\n");
    const cut = rest.lastIndexOf("/", width - 1) + 1 || width;
    lines.push(rest.slice(0, cut));
    rest = ` ${rest.slice(cut)}`;
  }
  return lines.join("\n");
}

const trimEnds = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
