// What is known of a run while it goes on, kept so that each thing that happens costs the same, however
// large the matrix is. It never reads a clock: the time of what happens is handed in.
import type { Cell } from "../../evidence/cell.ts";
import type { EvidenceEvent, Phase } from "../../evidence/event.ts";
import type { PlannedCell } from "../../matrix/plan/plan.ts";
import type { CellResult, Coordinates } from "../../matrix/summary/result.ts";
import { cellTitle } from "../../matrix/summary/result.ts";
import { labelOf } from "./label.ts";
import { rowNames } from "./row-names.ts";

export type Mark = CellResult["verdict"] | "waiting" | "running";

export type Tally = Readonly<Record<Mark, number>>;

export interface LiveRow {
  /** Of as many columns as characters. */
  readonly label: string;
  /** One for each cell, in the order of the plan. */
  readonly marks: readonly Mark[];
  /** How many cells of the row bear each mark. */
  readonly tally: Tally;
}

export interface RunningCell {
  /** Of as many columns as characters. */
  readonly label: string;
  /** Null until its first phase has begun. */
  readonly phase: Phase | null;
  /** When that began, or the cell where there is none, in milliseconds on the clock of the run. */
  readonly sinceMs: number;
}

/** What a frame is drawn from. */
export interface LiveState {
  readonly startMs: number;
  /** Of all rows. */
  readonly tally: Tally;
  readonly rows: readonly LiveRow[];
  /** Of the rows' labels, in characters. */
  readonly longestLabel: number;
  /** Of the rows, in cells. */
  readonly longestRow: number;
  /** In the order in which they began. */
  readonly running: Iterable<RunningCell> & { readonly size: number };
}

export interface LiveRun {
  readonly state: LiveState;
  started(cell: Cell, nowMs: number): void;
  recorded(cell: Cell, event: EvidenceEvent, nowMs: number): void;
  /** It is tried again later. */
  attempted(result: CellResult): void;
  finished(result: CellResult): void;
}

type Counts = Record<Mark, number>;

const none = (): Counts => ({ waiting: 0, running: 0, pass: 0, fail: 0, unknown: 0, skip: 0 });

interface Row extends LiveRow {
  readonly marks: Mark[];
  readonly tally: Counts;
}

export function liveRun(plan: readonly PlannedCell[], startMs: number): LiveRun {
  const rows = new Map<string, Row>();
  const places = new Map<string, { readonly row: Row; readonly index: number }>();
  const tally = none();
  const nameOf = rowNames(plan.map(({ cell }) => cell));
  for (const { cell, skip } of plan) {
    const name = nameOf(cell);
    const row = rows.get(name) ?? { label: labelOf(name), marks: [], tally: none() };
    const mark = skip === null ? "waiting" : "skip";
    rows.set(name, row);
    places.set(cellTitle(cell), { row, index: row.marks.push(mark) - 1 });
    row.tally[mark] += 1;
    tally[mark] += 1;
  }
  const running = new Map<string, RunningCell>();
  const put = (cell: Coordinates, mark: Mark) => {
    const place = places.get(cellTitle(cell));
    if (place === undefined) return;
    const { row, index } = place;
    const before = row.marks[index] ?? "waiting";
    for (const counts of [row.tally, tally]) {
      counts[before] -= 1;
      counts[mark] += 1;
    }
    row.marks[index] = mark;
  };
  const over = (result: CellResult, mark: Mark) => {
    running.delete(result.gardenId);
    put(result, mark);
  };
  const all = [...rows.values()];
  const longestLabel = all.reduce((longest, { label }) => Math.max(longest, label.length), 0);
  const longestRow = all.reduce((longest, { marks }) => Math.max(longest, marks.length), 0);
  return {
    state: { startMs, tally, rows: all, longestLabel, longestRow, running: seen(running) },
    started(cell, nowMs) {
      running.set(cell.gardenId, { label: labelOf(cellTitle(cell)), phase: null, sinceMs: nowMs });
      put(cell, "running");
    },
    recorded({ gardenId }, event, nowMs) {
      const cell = running.get(gardenId);
      if (event.type !== "phase-started" || cell === undefined) return;
      running.set(gardenId, { ...cell, phase: event.phase, sinceMs: nowMs });
    },
    attempted: (result) => over(result, "waiting"),
    finished: (result) => over(result, result.verdict),
  };
}

/** The map itself, for readers who have no use for its keys. */
const seen = (running: ReadonlyMap<string, RunningCell>): LiveState["running"] => ({
  get size() {
    return running.size;
  },
  [Symbol.iterator]: () => running.values(),
});
