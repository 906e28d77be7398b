// The lines of a session file that comes in blocks. A line is whole before it is decoded, so that no
// character is torn at a block's end, and a very long one is made short while it comes.
import { createLongLine, type LongLine } from "./long-line.ts";

/** Longer lines are shortened, in bytes; the blocks themselves may hold longer ones. */
const longestWhole = 256 * 1024;
const lineBreak = 0x0a;

export interface SessionLines {
  push(block: Uint8Array): void;
  /** Gives what stands after the last line break, if anything does. */
  end(): void;
}

/** A byte order mark is kept: an agent that takes it for a character cannot read its line. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export function splitLines(take: (line: string) => void): SessionLines {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  let long: LongLine | null = null;

  const add = (part: Uint8Array) => {
    if (part.length === 0) return;
    bytes += part.length;
    if (long) return long.push(part);
    parts.push(part);
    if (bytes <= longestWhole) return;
    long = createLongLine();
    for (const each of parts) long.push(each);
    parts = [];
  };
  const finish = () => {
    if (bytes === 0) return;
    const line = long ? long.end() : parts.length === 1 ? parts[0] : Buffer.concat(parts);
    parts = [];
    bytes = 0;
    long = null;
    take(decoder.decode(line));
  };
  return {
    push(block) {
      const last = block.lastIndexOf(lineBreak);
      if (last < 0) return add(block);
      let from = 0;
      if (bytes > 0) {
        from = block.indexOf(lineBreak) + 1;
        add(block.subarray(0, from - 1));
        finish();
      }
      if (from <= last) {
        for (const line of decoder.decode(block.subarray(from, last)).split("\n")) take(line);
      }
      add(block.subarray(last + 1));
    },
    end: finish,
  };
}
