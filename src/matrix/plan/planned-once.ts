// A planned cell of very many: only what is its own is held, and the cell is made when it is asked for. Pure.
import type { Cell, CellPaths, Timeouts } from "../../evidence/cell.ts";
import { cellPaths, type RunLayout } from "./layout.ts";
import { noncesOf } from "./names.ts";

/** What cells that differ in their number alone have in common, held once for all of them. */
export interface Row {
  /** Why none of them will be run; null when they will. */
  readonly skip: string | null;
  /** Where the lane wants them. */
  pathsOf(paths: CellPaths): CellPaths;
  readonly coordinates: Pick<Cell, "target" | "lane" | "scenario">;
  readonly common: Omit<Cell, "gardenId" | "repetition" | "nonces" | "paths" | "timeouts">;
  readonly timeouts: Timeouts;
  readonly unsuited: boolean;
}

interface OwnNames {
  readonly gardenId: string;
  /** Of its nonces, one behind the other. */
  readonly words: string;
  readonly repetition: number;
}

export class PlannedOnce {
  readonly place: number;
  readonly skip: string | null;
  readonly unsuited: boolean;
  readonly #row: Row;
  readonly #own: OwnNames;
  readonly #layout: RunLayout;

  constructor(row: Row, own: OwnNames, place: number, layout: RunLayout) {
    this.place = place;
    this.skip = row.skip;
    this.unsuited = row.unsuited;
    this.#row = row;
    this.#own = own;
    this.#layout = layout;
  }

  get cell(): Cell {
    const { coordinates, common, pathsOf, timeouts } = this.#row;
    const { gardenId, words, repetition } = this.#own;
    return {
      gardenId,
      ...coordinates,
      repetition,
      ...common,
      nonces: noncesOf(words),
      paths: pathsOf(cellPaths(this.#layout, gardenId, this.place)),
      timeouts,
    };
  }
}
