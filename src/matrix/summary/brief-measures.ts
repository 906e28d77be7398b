// What a cell took, in little space: the milliseconds of very many phases stand in a few columns, and a
// cell has its place in them. Pure.
import type { CellMeasures } from "./measures.ts";

/** Numbers of one column. */
const columnLength = 16_384;

/** Read like what it was made of; written as that, too. `shared` gives one object for all that are alike. */
export function createBriefMeasures(
  shared: <Value>(value: Value) => Value,
): (measures: CellMeasures) => CellMeasures {
  const place = createColumns();
  return (measures) => {
    const { phases, ...rest } = measures;
    const isWhole = phases.every(({ durationMs }) => (durationMs | 0) === durationMs);
    // Builds that did not round them are few.
    if (!isWhole) return measures;
    const kind = shared({ names: phases.map(({ phase }) => phase), rest });
    return new BriefMeasures(kind, place(phases.map(({ durationMs }) => durationMs)));
  };
}

interface Kind {
  readonly names: readonly string[];
  readonly rest: Omit<CellMeasures, "phases">;
}

interface Place {
  readonly column: Int32Array;
  readonly from: number;
}

/** Says where the numbers stand that it is given. */
function createColumns(): (numbers: readonly number[]) => Place {
  let column = new Int32Array(0);
  let used = 0;
  return (numbers) => {
    if (used + numbers.length > column.length) {
      column = new Int32Array(Math.max(columnLength, numbers.length));
      used = 0;
    }
    const from = used;
    column.set(numbers, from);
    used += numbers.length;
    return { column, from };
  };
}

class BriefMeasures implements CellMeasures {
  readonly #kind: Kind;
  readonly #column: Int32Array;
  readonly #from: number;

  constructor(kind: Kind, { column, from }: Place) {
    this.#kind = kind;
    this.#column = column;
    this.#from = from;
  }

  get phases(): CellMeasures["phases"] {
    return this.#kind.names.map((phase, index) => ({
      phase,
      durationMs: this.#column[this.#from + index] ?? 0,
    }));
  }

  get usage() {
    return this.#kind.rest.usage;
  }

  get resumed() {
    return this.#kind.rest.resumed;
  }

  get refusedIn() {
    return this.#kind.rest.refusedIn;
  }

  get seed() {
    return this.#kind.rest.seed;
  }

  toJSON(): CellMeasures {
    // In the order of what it was made of.
    return { phases: this.phases, ...this.#kind.rest };
  }
}
