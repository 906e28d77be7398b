// What is in a session file, gathered line by line: the header, the entries as a tree, and what is
// wrong with the file itself. Nothing is decided here.
import type { SessionFacts } from "../../inspection.ts";
import type { Entry, Line } from "./entry.ts";
import type { ShortLine } from "./shorten.ts";

export interface SessionHistory extends SessionFacts {
  /** In the order of the file. */
  readonly entries: readonly Entry[];
  readonly byId: ReadonlyMap<string, Entry>;
}

export class Gathering {
  #header: SessionHistory["header"] = null;
  readonly #entries: Entry[] = [];
  #bytes = 0;
  #lines = 0;
  #longest = { line: 0, bytes: 0 };
  #byteOrderMark = false;
  #tornTail = false;
  readonly #unreadable: number[] = [];
  readonly #unread: number[] = [];

  /** Where the next line stands, from 1. */
  get nextLine(): number {
    return this.#lines + 1;
  }

  add(short: ShortLine, line: Line): void {
    this.#lines += 1;
    this.#bytes += short.bytes + (short.ended ? 1 : 0);
    if (short.bytes > this.#longest.bytes) {
      this.#longest = { line: this.#lines, bytes: short.bytes };
    }
    if (this.#lines === 1 && short.text.startsWith("\ufeff")) this.#byteOrderMark = true;
    if (!short.whole) this.#unread.push(this.#lines);
    if (line.kind === "header") this.#header ??= line;
    else if (line.kind === "entry") this.#entries.push(line.entry);
    else if (line.kind === "unreadable") {
      this.#unreadable.push(this.#lines);
      if (!short.ended) this.#tornTail = true;
    }
  }

  get result(): SessionHistory {
    const { id, cwd, version } = this.#header ?? { id: "", cwd: "", version: 0 };
    return {
      header: this.#header === null ? null : { id, cwd, version },
      entries: this.#entries,
      byId: new Map(this.#entries.flatMap((entry) => (entry.id ? [[entry.id, entry]] : []))),
      file: {
        bytes: this.#bytes,
        lines: this.#lines,
        longestLine: this.#longest,
        byteOrderMark: this.#byteOrderMark,
        tornTail: this.#tornTail,
        unreadable: this.#unreadable,
        unread: this.#unread,
      },
    };
  }
}

/** From the root to the last entry of the file, which is where pi goes on; a missing parent ends it. */
export function pathOf({ entries, byId }: SessionHistory): readonly Entry[] {
  const path: Entry[] = [];
  const seen = new Set<Entry>();
  let at = entries.findLast(({ id }) => id !== null);
  while (at !== undefined && !seen.has(at)) {
    seen.add(at);
    path.push(at);
    at = at.parentId === null ? undefined : byId.get(at.parentId);
  }
  return path.reverse();
}

/** Entries whose parent is nowhere in the file: all before them is lost to who resumes them. */
export function lostParents({ entries, byId }: SessionHistory): readonly Entry[] {
  return entries.filter(({ parentId }) => parentId !== null && !byId.has(parentId));
}
