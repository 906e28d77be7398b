// One lane's table: targets down, scenarios across, or their groups where the scenarios do not
// fit. Pure. A cell is a verdict or a count, and what was not run is never counted as anything.

import { outcomeOf } from "../matrix/summary/result.ts";
import { type GridCell, type GridColumn, renderGrid, type TableOptions, widest } from "./grid.ts";
import { plain } from "./plain.ts";
import type { Row } from "./rows.ts";
import type { Meaning } from "./style.ts";
import { hazardMark, plainTarget, verdictMeaning } from "./table.ts";

export interface LaneTableOptions extends TableOptions {
  /** Heading under which a scenario is counted. */
  groupOf(scenario: string): string;
}

/** Rows of one lane; ends with a line break. */
export function renderLaneTable(rows: readonly Row[], options: LaneTableOptions): string {
  const byScenario = gridOf(rows, ({ scenario }) => scenario);
  const fits = byScenario.width <= options.width;
  const grid = fits ? byScenario : gridOf(rows, ({ scenario }) => options.groupOf(scenario));
  return renderGrid(grid.columns, grid.lines, options);
}

interface Grid {
  readonly columns: readonly GridColumn[];
  readonly lines: readonly (readonly GridCell[])[];
  readonly width: number;
}

function gridOf(rows: readonly Row[], columnOf: (row: Row) => string): Grid {
  const heads = [...new Set(rows.map(columnOf))];
  const byTarget = Map.groupBy(rows, ({ target }) => target);
  const lines = [...byTarget].map(([target, own]) => [
    { text: plainTarget(target), meaning: null },
    ...heads.map((head) => tally(own.filter((row) => columnOf(row) === head))),
  ]);
  const titles = ["target", ...heads.map((head) => plain(head))];
  const columns = titles.map((head): GridColumn => ({ head, align: "left" }));
  const widths = titles.map((head, index) =>
    widest([head, ...lines.map((cells) => cells[index]?.text ?? "")]),
  );
  return { columns, lines, width: widths.reduce((sum, each) => sum + each + 1, -1) };
}

/** Blank where nothing was planned: then there is nothing to say. */
export function tally(rows: readonly Row[]): GridCell {
  const cells = rows.flatMap((row) => row.cells);
  const [only] = rows;
  if (only === undefined) return { text: "", meaning: null };
  const count = (verdict: Row["verdict"]) =>
    cells.filter((cell) => outcomeOf(cell) === verdict).length;
  const hazards = rows.reduce((sum, row) => sum + row.hazards, 0);
  const skips = count("skip");
  const verdict = gravest(rows);
  if (cells.length === 1) {
    return { text: hazards > 0 ? hazardMark : verdict, meaning: verdictMeaning[verdict] };
  }
  if (skips === cells.length) return { text: "skip", meaning: "faint" };
  const parts = [
    `${count("pass")}/${cells.length - skips}`,
    ...sign("✗", count("fail")),
    ...sign("≈", count("known")),
    ...sign("?", count("unknown")),
    ...sign("⚠", hazards),
    ...sign("–", skips),
  ];
  return { text: parts.join(" "), meaning: verdictMeaning[verdict] };
}

const sign = (mark: string, count: number) => (count > 0 ? [`${mark}${count}`] : []);

function gravest(rows: readonly Row[]): Row["verdict"] {
  const order = ["fail", "unknown", "known", "pass", "skip"] as const;
  return order.find((verdict) => rows.some((row) => row.verdict === verdict)) ?? "skip";
}

export const laneTableLegend =
  "passed/run  ✗ failed  ≈ known  ? unknown  ⚠ hazard shown on purpose  – skipped, blank: not planned";

/** What a hazard scenario showed, one line each, so that nobody takes it for a plain pass. */
export function renderHazards(rows: readonly Row[], { paint }: TableOptions): string {
  const shown = rows.filter(({ hazards }) => hazards > 0);
  const groups = Map.groupBy(shown, ({ lane, scenario }) => `${lane} ${scenario}`);
  const meaning: Meaning = "open";
  return [...groups]
    .map(([title, group]) => {
      const names = violatedIn(group).join(", ");
      const targets = new Set(group.map(({ target }) => target)).size;
      const on = `${targets} ${targets === 1 ? "target" : "targets"}`;
      return `${paint(meaning, hazardMark)} ${plain(title)}: ${names} violated on purpose, on ${on}\n`;
    })
    .join("");
}

function violatedIn(rows: readonly Row[]): string[] {
  const marks = rows.flatMap((row) => [...row.marks]);
  return [...new Set(marks.filter(([, mark]) => mark === "violated").map(([name]) => plain(name)))];
}
