// Reading what somebody may have put below an output directory: a pipe or a device in a file's place
// is never opened, for a read of it may wait for ever.
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
} from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { noRegularFile } from "../world.ts";

/** @throws what the system threw, or EISDIR or EFTYPE for what is no regular file. */
export function readRegularFile(path: string): string {
  const file = openRegularFile(path);
  try {
    return readFileSync(file, "utf8");
  } finally {
    closeSync(file);
  }
}

/**
 * Its lines without their ends, and what follows the last end, which is "" where nothing does. No
 * more than one line is held at a time.
 * @throws as above, when the first is asked for.
 */
export function* linesOfRegularFile(path: string): Generator<string> {
  const file = openRegularFile(path);
  try {
    const decoder = new StringDecoder("utf8");
    const bytes = Buffer.alloc(64 * 1024);
    let parts: string[] = [];
    for (;;) {
      const count = readSync(file, bytes);
      if (count === 0) break;
      const [first = "", ...others] = decoder.write(bytes.subarray(0, count)).split("\n");
      parts.push(first);
      for (const line of others) {
        yield parts.join("");
        parts = [line];
      }
    }
    yield parts.join("") + decoder.end();
  } finally {
    closeSync(file);
  }
}

/** @throws as above. */
export function openRegularFile(path: string): number {
  assertRegular(path, statSync(path));
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    // It may have become something else in between.
    assertRegular(path, fstatSync(file));
    return file;
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function assertRegular(path: string, status: ReturnType<typeof fstatSync>): void {
  if (status.isFile()) return;
  const code = status.isDirectory() ? "EISDIR" : noRegularFile;
  throw Object.assign(new Error(`${code}: not a regular file, open '${path}'`), { code });
}
