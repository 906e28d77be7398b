// Files that must be on the disk before the work goes on: appended and flushed, or replaced
// whole. A write that fails leaves what was there valid, and is never tried again.
import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { StorageError, unwritable } from "../../world/storage-error.ts";

/** Runs a file effect; what it throws becomes a StorageError that names the path. */
export function stored<T>(path: string, effect: () => T): T {
  try {
    return effect();
  } catch (error) {
    throw error instanceof StorageError ? error : unwritable(path, error);
  }
}

export interface AppendFile {
  /** Returns once the system has the text; with `flush`, once the disk has it. */
  append(text: string, options?: { flush: boolean }): void;
  close(): void;
}

/** Opens for appending. A last line without its end, left by a killed writer, is cut off. */
export function openAppend(path: string): AppendFile {
  const file = stored(path, () => openSync(path, "a", 0o600));
  let bytes = stored(path, () => cutTornLine(path, file));
  let failure: StorageError | null = null;
  let closed = false;
  return {
    append(text, { flush } = { flush: false }) {
      if (failure !== null) throw failure;
      // The number of a closed file is soon another file's.
      if (closed) throw new Error(`${path} is closed`);
      try {
        writeWhole(file, Buffer.from(text));
        if (flush) fsyncSync(file);
        bytes = fstatSync(file).size;
      } catch (error) {
        failure = unwritable(path, error);
        // Half a line would make every later reader stumble.
        truncateQuietly(file, bytes);
        throw failure;
      }
    },
    close() {
      closed = true;
      closeSync(file);
    },
  };
}

function cutTornLine(path: string, file: number): number {
  const { size } = fstatSync(file);
  if (size === 0) return 0;
  const whole = readFileSync(path).lastIndexOf(0x0a) + 1;
  if (whole !== size) ftruncateSync(file, whole);
  return whole;
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(file, bytes, written);
  }
}

function truncateQuietly(file: number, bytes: number): void {
  try {
    ftruncateSync(file, bytes);
  } catch {
    // The failure that led here is the one to report.
  }
}

/** Replaces a file in one step: a reader sees the old text or the new, never a part. */
export function replaceFile(path: string, text: string): void {
  stored(path, () => {
    const next = `${path}.${process.pid}.new`;
    const file = openSync(next, "w", 0o600);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(next, path);
  });
}
