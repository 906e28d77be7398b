// What is known of each line of a long session, in a few bytes a line: numbers in typed arrays, and
// every id once. Objects and strings of JavaScript take ten times the space.

type Numbers = Uint8Array | Uint32Array | Float64Array;

/** Values of a chunk. A column grows by chunks: nothing is ever copied. */
const perChunk = 16_384;

/** A list of numbers of one width. */
export class Column {
  readonly #make: (length: number) => Numbers;
  readonly #chunks: Numbers[] = [];
  #length = 0;

  constructor(make: (length: number) => Numbers) {
    this.#make = make;
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length % perChunk === 0) this.#chunks.push(this.#make(perChunk));
    this.#length += 1;
    this.set(this.#length - 1, value);
  }

  /** 0 for what is not there. */
  at(index: number): number {
    return this.#chunks[Math.floor(index / perChunk)]?.[index % perChunk] ?? 0;
  }

  set(index: number, value: number): void {
    const chunk = this.#chunks[Math.floor(index / perChunk)];
    if (chunk !== undefined) chunk[index % perChunk] = value;
  }
}

export const bytes = (): Column => new Column((length) => new Uint8Array(length));
/** Up to 4,294,967,295. */
export const integers = (): Column => new Column((length) => new Uint32Array(length));
export const offsets = (): Column => new Column((length) => new Float64Array(length));

const [narrow, wide] = ["latin1", "utf16le"] as const;

/** Different texts, numbered from 1 in the order in which they came; 0 is none of them. */
export class Texts {
  /** Where each begins and, after the last, where the next would; its first byte is its width. */
  readonly #starts = integers();
  readonly #hashes = integers();
  #held = Buffer.alloc(64 * 1024);
  /** Numbers by their hash, the next free place taken; at most half full. */
  #table = new Uint32Array(4096);

  constructor() {
    this.#starts.push(0);
  }

  get count(): number {
    return this.#hashes.length;
  }

  /** The number of a text, which it gets if it has none. */
  number(text: string): number {
    const hash = hashOf(text);
    const slot = this.#slot(text, hash);
    const found = this.#table[slot] ?? 0;
    if (found !== 0) return found;
    this.#keep(text);
    this.#hashes.push(hash);
    this.#table[slot] = this.count;
    if (this.count * 2 > this.#table.length) this.#widen();
    return this.count;
  }

  /** 0 for a text that never came. */
  find(text: string): number {
    return this.#table[this.#slot(text, hashOf(text))] ?? 0;
  }

  text(number: number): string {
    const [start, end] = [this.#starts.at(number - 1), this.#starts.at(number)];
    return this.#held.toString(this.#held[start] === 0 ? narrow : wide, start + 1, end);
  }

  /** Where the text stands in the table, or belongs. */
  #slot(text: string, hash: number): number {
    const mask = this.#table.length - 1;
    let slot = hash & mask;
    for (let found = this.#table[slot] ?? 0; found !== 0; found = this.#table[slot] ?? 0) {
      if (this.#hashes.at(found - 1) === hash && this.text(found) === text) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #widen(): void {
    const table = new Uint32Array(this.#table.length * 2);
    const mask = table.length - 1;
    for (let number = 1; number <= this.count; number += 1) {
      let slot = this.#hashes.at(number - 1) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = number;
    }
    this.#table = table;
  }

  /** Neither encoding makes one text of two, as UTF-8 does with halves of a character. */
  #keep(text: string): void {
    const isWide = /[^\0-\xff]/.test(text);
    const start = this.#starts.at(this.count);
    const end = start + 1 + text.length * (isWide ? 2 : 1);
    if (end > this.#held.length) {
      const larger = Buffer.alloc(Math.max(end, this.#held.length * 2));
      this.#held.copy(larger, 0, 0, start);
      this.#held = larger;
    }
    this.#held[start] = isWide ? 1 : 0;
    this.#held.write(text, start + 1, isWide ? wide : narrow);
    this.#starts.push(end);
  }
}

/** FNV-1a over the characters, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}
