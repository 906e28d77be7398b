// Follows one growing file by offset: told by the directory watch, polling as a fall-back. Only
// whole lines are handed on, no byte is read twice, and a cut-off tail is kept for its rest.
import { dirname } from "node:path";
import { createBell } from "../../world/bell.ts";
import type { World } from "../../world/world.ts";

export interface FollowedLine {
  readonly text: string;
  /** Byte offset of the line in the file. */
  readonly offset: number;
  /** Length in bytes, its line break included. */
  readonly bytes: number;
}

export interface Follower {
  /** Reads what is there now; resolves when every whole line was handed on. */
  drain(): Promise<void>;
  /** Reads once more, then stops. Returns the length of an unfinished last line in bytes. */
  stop(): Promise<number>;
}

export interface FollowRequest {
  readonly path: string;
  readonly fromOffset: number;
  readonly pollMs: number;
  onLine(line: FollowedLine): void;
}

/** Far more than an agent appends at once, and little beside the longest lines that there are. */
const chunkBytes = 256 * 1024;

export function followFile(
  world: Pick<World, "files" | "clock">,
  { path, fromOffset, pollMs, onLine }: FollowRequest,
): Follower {
  const bell = createBell(world.clock);
  const watch = world.files.watch(dirname(path), () => bell.ring());
  let offset = fromOffset;
  const tail = createTail();
  let stopped = false;
  let reading: Promise<void> = Promise.resolve();

  const readOn = async () => {
    for (let more = true; more; ) {
      const from = offset + tail.length;
      const chunk = await world.files.readBytes(path, from, chunkBytes).catch(() => null);
      if (chunk === null || chunk.length === 0) return;
      handOnLines(chunk);
      // A short read got to the end of the file as it was then; what came since rings again.
      more = chunk.length === chunkBytes;
    }
  };
  const handOnLines = (bytes: Uint8Array) => {
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      const line = tail.endedBy(bytes.subarray(start, end));
      const length = line.length + 1;
      onLine({ text: decoder.decode(line), offset, bytes: length });
      offset += length;
      start = end + 1;
    }
    // Most reads end with a line, and nothing of them is kept.
    if (start < bytes.length) tail.add(bytes.slice(start));
  };
  /** One read at a time: a drain that comes during another waits for it and looks again. */
  const drain = () => {
    reading = reading.then(readOn);
    return reading;
  };
  const loop = async () => {
    while (!stopped) {
      await drain();
      if (!stopped) await bell.wait(pollMs);
    }
  };
  const running = loop();
  return {
    drain,
    async stop() {
      stopped = true;
      watch.close();
      bell.ring();
      await running;
      await drain();
      return tail.length;
    },
  };
}

// A byte order mark is a part of its line: an agent may not be able to read the line for it.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The beginning of a line that has no end yet; put together once, however many pieces it came in. */
function createTail() {
  let pieces: Uint8Array[] = [];
  let length = 0;
  const add = (piece: Uint8Array) => {
    if (piece.length === 0) return;
    pieces.push(piece);
    length += piece.length;
  };
  return {
    add,
    get length() {
      return length;
    },
    /** The whole line; nothing of it is left. */
    endedBy(rest: Uint8Array): Uint8Array {
      if (length === 0) return rest;
      add(rest);
      const line = new Uint8Array(length);
      let at = 0;
      for (const piece of pieces) {
        line.set(piece, at);
        at += piece.length;
      }
      pieces = [];
      length = 0;
      return line;
    },
  };
}
