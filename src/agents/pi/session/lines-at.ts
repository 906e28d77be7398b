// Reads single lines of a session file anew, each from where it begins; lines that follow each other
// come out of one block.
import { closeSync, openSync, readSync } from "node:fs";
import { Shortener, type ShortLine } from "./shorten.ts";

const blockSize = 256 * 1024;
const lineBreak = 0x0a;

export class LinesAt {
  readonly #file: number;
  readonly #block = Buffer.allocUnsafe(blockSize);
  readonly #shortener = new Shortener();
  /** Where the block begins in the file, and how much of it was there. */
  #start = 0;
  #length = 0;

  /** @throws the system's error for a file that cannot be opened. */
  constructor(path: string) {
    this.#file = openSync(path, "r");
  }

  /** Null where the file ends before. @throws the system's error for what cannot be read. */
  line(offset: number): ShortLine | null {
    for (let at = offset; ; ) {
      const rest = this.#from(at);
      if (rest.length === 0) return this.#shortener.end();
      const end = rest.indexOf(lineBreak);
      const part = end < 0 ? rest : rest.subarray(0, end + 1);
      const [line] = this.#shortener.push(part);
      if (line !== undefined) return line;
      at += part.length;
    }
  }

  close(): void {
    closeSync(this.#file);
  }

  /** What the block holds from there on; at the end of the file nothing. */
  #from(offset: number): Buffer {
    if (offset < this.#start || offset >= this.#start + this.#length) {
      this.#start = offset;
      this.#length = readSync(this.#file, this.#block, 0, blockSize, offset);
    }
    return this.#block.subarray(offset - this.#start, this.#length);
  }
}
