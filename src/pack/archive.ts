// Writes an archive: tar in gzip, with nothing in it that differs from one time to the next.
import { once } from "node:events";
import {
  createReadStream,
  createWriteStream,
  renameSync,
  rmSync,
  statSync,
  type WriteStream,
} from "node:fs";
import { dirname } from "node:path";
import { versions } from "node:process";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { pack as createPack, type Pack } from "tar-stream";
import { makeDirectories } from "../world/node/make-directories.ts";
import { openRegularFile } from "../world/node/regular-file.ts";
import { unwritable } from "../world/storage-error.ts";
import { UsageError } from "../world/usage-error.ts";
import { messageOf } from "../world/world.ts";

export interface Entry {
  /** Relative, with `/`. */
  readonly name: string;
  readonly bytes: number;
  /** A text, or the absolute path of a file. */
  readonly from: { readonly text: string } | { readonly path: string };
}

/** Level and cut are part of the format: the same contents are the same bytes. */
const compressed = () => createGzip({ level: 6 });

export const zlibVersion = versions.zlib;

const blockBytes = 64 * 1024;

/** In pieces of one size: what zlib makes of them may depend on where they are cut. */
export async function* inBlocks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    held.push(chunk);
    bytes += chunk.length;
    if (bytes < blockBytes) continue;
    const all = Buffer.concat(held);
    const whole = all.length - (all.length % blockBytes);
    for (let at = 0; at < whole; at += blockBytes) yield all.subarray(at, at + blockBytes);
    held = [all.subarray(whole)];
    bytes = all.length - whole;
  }
  if (bytes > 0) yield Buffer.concat(held);
}

/**
 * @throws UsageError where no archive can be made there, StorageError where the disk then refuses it.
 * Nothing is left of it in either case.
 */
export async function writeArchive(path: string, entries: Iterable<Entry>): Promise<void> {
  const next = `${path}.${process.pid}.new`;
  const file = await openArchive(path, next);
  const tar = createPack();
  try {
    const written = pipeline(inBlocks(tar), compressed(), file);
    const filled = fill(tar, entries);
    // Whatever ends the one ends the other; what is thrown into the pipeline is the cause.
    filled.catch(() => undefined);
    await written;
    await filled;
    renameSync(next, path);
  } catch (error) {
    rmSync(next, { force: true });
    throw unwritable(path, error, "--to");
  }
}

/** The very bytes that `writeArchive` writes of these; it ends with an error where one cannot be read. */
export function archiveBytes(entries: Iterable<Entry>): Readable {
  const tar = createPack();
  const bytes = compressed();
  fill(tar, entries).catch(() => undefined);
  pipeline(inBlocks(tar), bytes).catch((error: Error) => bytes.destroy(error));
  return bytes;
}

async function openArchive(path: string, next: string): Promise<WriteStream> {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error("a directory");
    makeDirectories(dirname(path));
    const file = createWriteStream(next, { mode: 0o600 });
    await once(file, "open");
    return file;
  } catch (error) {
    throw new UsageError(
      `--to ${path}: ${messageOf(error)}. Name a file in a directory that can be written.`,
    );
  }
}

async function fill(tar: Pack, entries: Iterable<Entry>): Promise<void> {
  try {
    for (const entry of entries) await add(tar, entry);
    tar.finalize();
  } catch (error) {
    tar.destroy(error as Error);
    throw error;
  }
}

async function add(tar: Pack, { name, bytes, from }: Entry): Promise<void> {
  const header = { name, size: bytes, mode: 0o644, mtime: new Date(0), uid: 0, gid: 0 };
  if ("text" in from) {
    await new Promise<void>((resolve, reject) => {
      tar.entry(header, from.text, (error) => (error ? reject(error) : resolve()));
    });
    return;
  }
  // Buffers of the usual size would be most of all memory where very many files are small.
  const highWaterMark = Math.max(1024, Math.min(bytes, blockBytes));
  const source = createReadStream("", { fd: openRegularFile(from.path), highWaterMark });
  await new Promise<void>((resolve, reject) => {
    const sink = tar.entry(header, (error) => (error ? reject(error) : resolve()));
    source.once("error", reject);
    source.pipe(sink);
  });
}
