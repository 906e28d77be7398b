// What is in a session file, gathered line by line: the header, what is wrong with the file itself,
// and of each entry where it stands, what it is called and what it follows. Nothing is decided here.
import type { SessionFacts } from "../../inspection.ts";
import { bytes, integers, offsets, Texts } from "./columns.ts";
import type { Entry, Line } from "./entry.ts";
import type { ShortLine } from "./shorten.ts";

/** Entries by their place among the entries of the file, from 0. */
export interface SessionHistory extends SessionFacts {
  /** How many of each kind; a message is told with its role. */
  readonly counts: Readonly<Record<string, number>>;
  readonly entries: EntryTable;
}

/** An entry that decides which others are told, or what of them. */
export type Mark = "compaction" | "edit" | "reply";

const bits: Readonly<Record<Mark, number>> = { compaction: 1, edit: 2, reply: 4 };
/** pi leaves such replies out. */
const failed: readonly (string | undefined)[] = ["error", "aborted"];

export const isFailed = (stopReason: string | undefined): boolean => failed.includes(stopReason);

/** Of each entry what leads to it, in some fifty bytes; the entry itself is read again in the file. */
export class EntryTable {
  readonly #ids = new Texts();
  readonly #offsets = offsets();
  readonly #lines = integers();
  readonly #own = integers();
  readonly #parents = integers();
  readonly #marks = bytes();
  /** By the number of an id: one more than the last entry that has it, and how many follow it. */
  readonly #last = integers();
  readonly #children = integers();

  get count(): number {
    return this.#offsets.length;
  }

  add({ id, parentId, line, kind, edit, message }: Entry, offset: number): void {
    const [own, parent] = [this.#number(id), this.#number(parentId)];
    const isReply = message?.role === "assistant" && !isFailed(message.stopReason);
    this.#offsets.push(offset);
    this.#lines.push(line);
    this.#own.push(own);
    this.#parents.push(parent);
    this.#marks.push(
      (kind === "compaction" ? bits.compaction : 0) |
        (edit === undefined ? 0 : bits.edit) |
        (isReply ? bits.reply : 0),
    );
    if (parent !== 0) this.#children.set(parent, this.#children.at(parent) + 1);
    // Nothing follows an entry whose id is empty.
    if (id) this.#last.set(own, this.count);
  }

  #number(id: string | null): number {
    if (id === null) return 0;
    const number = this.#ids.number(id);
    while (this.#last.length <= number) {
      this.#last.push(0);
      this.#children.push(0);
    }
    return number;
  }

  /** In bytes from the beginning of the file. */
  offset(entry: number): number {
    return this.#offsets.at(entry);
  }

  /** In the file, from 1. */
  line(entry: number): number {
    return this.#lines.at(entry);
  }

  is(mark: Mark, entry: number): boolean {
    return (this.#marks.at(entry) & bits[mark]) !== 0;
  }

  hasId(entry: number): boolean {
    return this.#own.at(entry) !== 0;
  }

  isCalled(entry: number, id: string): boolean {
    const number = this.#ids.find(id);
    return number !== 0 && this.#own.at(entry) === number;
  }

  /** Whether what was read again is what was read before. */
  isSame(entry: number, { id, parentId }: Entry): boolean {
    const numbers = [id, parentId].map((text) => (text === null ? 0 : this.#ids.find(text)));
    return this.#own.at(entry) === numbers[0] && this.#parents.at(entry) === numbers[1];
  }

  /** Entries that name this one's id as what they follow. */
  children(entry: number): number {
    return this.#children.at(this.#own.at(entry));
  }

  /** The last entry with the id that this one follows; null where it follows none, or none is there. */
  parent(entry: number): number | null {
    const last = this.#last.at(this.#parents.at(entry));
    return last === 0 ? null : last - 1;
  }

  /** The id that this one follows; null where it names none. */
  parentId(entry: number): string | null {
    const number = this.#parents.at(entry);
    return number === 0 ? null : this.#ids.text(number);
  }

  /** Its parent is nowhere in the file: all before it is lost to who resumes it. */
  isLost(entry: number): boolean {
    return this.#parents.at(entry) !== 0 && this.parent(entry) === null;
  }
}

export class Gathering {
  #header: SessionHistory["header"] = null;
  readonly #entries = new EntryTable();
  readonly #counts: Record<string, number> = {};
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
    const offset = this.#bytes;
    this.#lines += 1;
    this.#bytes += short.bytes + (short.ended ? 1 : 0);
    if (short.bytes > this.#longest.bytes) {
      this.#longest = { line: this.#lines, bytes: short.bytes };
    }
    if (this.#lines === 1 && short.text.startsWith("\ufeff")) this.#byteOrderMark = true;
    if (!short.whole) this.#unread.push(this.#lines);
    if (line.kind === "header") this.#header ??= line;
    else if (line.kind === "entry") this.#take(line.entry, offset);
    else if (line.kind === "unreadable") {
      this.#unreadable.push(this.#lines);
      if (!short.ended) this.#tornTail = true;
    }
  }

  #take(entry: Entry, offset: number): void {
    const { kind, message } = entry;
    const name = kind === "message" ? `message of ${message?.role ?? "unread"}` : kind;
    this.#counts[name] = (this.#counts[name] ?? 0) + 1;
    this.#entries.add(entry, offset);
  }

  get result(): SessionHistory {
    const { id, cwd, version } = this.#header ?? { id: "", cwd: "", version: 0 };
    return {
      header: this.#header === null ? null : { id, cwd, version },
      entries: this.#entries,
      counts: this.#counts,
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
