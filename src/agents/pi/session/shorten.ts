// Cuts a stream of bytes into lines, and each long string of JSON in them down to its beginning, so
// that a line of any size is read in little memory. Pure but for the buffer that it fills.

export interface ShortLine {
  /** JSON that still parses where the line did; what was left out is told in the string itself. */
  readonly text: string;
  /** As in the file, without the line break. */
  readonly bytes: number;
  /** False where it is too long even without its long strings; `text` is then its beginning. */
  readonly whole: boolean;
  /** False for what comes after the last line break. */
  readonly ended: boolean;
}

/** The most bytes of one string that are kept. */
const mostOfString = 1024;
/** The most bytes of one line that are kept. */
const mostOfLine = 4 * 1024 * 1024;

const mark = "\u0000left out: ";

/** What is left of a string, and how many bytes of JSON it takes in the file. */
export function measured(text: string): { readonly kept: string; readonly bytes: number } {
  const at = text.length > mark.length ? text.lastIndexOf(mark) : -1;
  if (at < 0) return { kept: text, bytes: Buffer.byteLength(text) };
  const left = Number(text.slice(at + mark.length));
  const kept = text.slice(0, at);
  return { kept, bytes: Buffer.byteLength(kept) + (Number.isFinite(left) ? left : 0) };
}

/** The byte after a backslash; it says how many follow. */
const first = 5;

const [quote, backslash, lineBreak, unicode] = [0x22, 0x5c, 0x0a, 0x75];

export class Shortener {
  #out = Buffer.allocUnsafe(64 * 1024);
  #length = 0;
  #bytes = 0;
  #inString = false;
  /** Bytes that still belong to an escape. */
  #escape = 0;
  #kept = 0;
  #left = 0;

  /** The lines that these bytes complete. */
  push(chunk: Uint8Array): ShortLine[] {
    const lines: ShortLine[] = [];
    for (const byte of chunk) {
      if (byte === lineBreak) lines.push(this.#line(true));
      else {
        this.#bytes += 1;
        this.#take(byte);
      }
    }
    return lines;
  }

  /** What stands after the last line break; null for nothing. */
  end(): ShortLine | null {
    return this.#bytes === 0 ? null : this.#line(false);
  }

  #take(byte: number): void {
    if (!this.#inString) {
      if (byte === quote) this.#open();
      this.#write(byte);
      return;
    }
    if (this.#escape > 0) {
      this.#escape = escapeLeft(this.#escape, byte);
      this.#content(byte, false);
      return;
    }
    if (byte === quote) {
      this.#close();
      this.#write(byte);
      return;
    }
    if (byte === backslash) this.#escape = first;
    // Neither a character nor an escape is cut in two.
    this.#content(byte, (byte & 0xc0) !== 0x80);
  }

  #open(): void {
    this.#inString = true;
    this.#kept = 0;
    this.#left = 0;
  }

  #close(): void {
    this.#inString = false;
    if (this.#left === 0) return;
    const told = Buffer.from(`\\u0000${mark.slice(1)}${this.#left}`);
    for (const byte of told) this.#write(byte);
  }

  #content(byte: number, mayCut: boolean): void {
    if (this.#left > 0 || (mayCut && this.#kept >= mostOfString)) {
      this.#left += 1;
      return;
    }
    this.#kept += 1;
    this.#write(byte);
  }

  #write(byte: number): void {
    if (this.#length >= mostOfLine) {
      this.#length = mostOfLine + 1;
      return;
    }
    if (this.#length === this.#out.length) {
      this.#out = Buffer.concat([this.#out], this.#out.length * 2);
    }
    this.#out[this.#length] = byte;
    this.#length += 1;
  }

  #line(ended: boolean): ShortLine {
    const whole = this.#length <= mostOfLine;
    const end = whole ? this.#length : beginning;
    const line = { text: this.#out.toString("utf8", 0, end), bytes: this.#bytes, whole, ended };
    this.#length = 0;
    this.#bytes = 0;
    this.#inString = false;
    this.#escape = 0;
    return line;
  }
}

function escapeLeft(before: number, byte: number): number {
  if (before === first) return byte === unicode ? 4 : 0;
  return before - 1;
}

/** Of a line that is too long: enough for its type and its ids. */
const beginning = 2048;
