// File effects on the real disk.
import { constants, watch as watchDirectory } from "node:fs";
import {
  type FileHandle,
  lstat,
  mkdir,
  open,
  readdir,
  rename,
  stat,
  unlink,
} from "node:fs/promises";
import { join } from "node:path";
import { errorCode, type FileKind, type Files, noRegularFile } from "../world.ts";

export const nodeFiles: Files = {
  async makeDirectory(path, mode) {
    await mkdir(path, { recursive: true, ...(mode === undefined ? {} : { mode }) });
  },

  async createExclusive(path, mode) {
    const handle = await open(path, "wx", mode);
    return {
      write: async (text) => void (await handle.writeFile(text)),
      sync: () => handle.sync(),
      close: () => handle.close(),
    };
  },

  readText: (path) => withRegular(path, constants.O_RDONLY, (handle) => handle.readFile("utf8")),

  readBytes: (path, offset, length) =>
    withRegular(path, constants.O_RDONLY, (handle) => fill(handle, Buffer.alloc(length), offset)),

  async inspect(path) {
    try {
      const status = await lstat(path);
      return { kind: kindOf(status), bytes: status.size, mode: status.mode & 0o7777 };
    } catch (error) {
      const code = errorCode(error);
      if (code === "ENOENT" || code === "ENOTDIR") return { kind: "missing", bytes: 0, mode: 0 };
      throw error;
    }
  },

  async list(directory) {
    try {
      return (await readdir(directory)).sort();
    } catch (error) {
      if (errorCode(error) === "ENOENT") return [];
      throw error;
    }
  },

  async tree(directory, onClosed) {
    const entries = await readdir(directory, { withFileTypes: true }).catch((error) => {
      if (errorCode(error) === "ENOENT") return [];
      if (onClosed === undefined) throw error;
      onClosed(directory, error);
      return [];
    });
    const paths: string[] = [];
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) paths.push(...(await nodeFiles.tree(path, onClosed)));
      else paths.push(path);
    }
    return paths;
  },

  writeText(path, text, mode) {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC;
    return withRegular(path, flags, (handle) => handle.writeFile(text), mode);
  },

  rename,
  unlink,

  // A watch that cannot begin or that breaks (no directory, limits reached) leaves the caller's
  // polling: a child that could be asked must not be given up for it.
  watch(directory, onChange) {
    try {
      const watcher = watchDirectory(directory, (_event, name) => onChange(name));
      watcher.on("error", () => watcher.close());
      return { close: () => watcher.close() };
    } catch {
      return { close: () => undefined };
    }
  },
};

/**
 * Looked at before it is opened, so that nothing else ever is; and again once it is open, without
 * waiting in between, for it may have become something else.
 */
async function withRegular<T>(
  path: string,
  flags: number,
  work: (handle: FileHandle) => Promise<T>,
  mode?: number,
): Promise<T> {
  const mayBeMissing = (flags & constants.O_CREAT) !== 0;
  const found = await stat(path).catch((error) => {
    if (mayBeMissing && errorCode(error) === "ENOENT") return null;
    throw error;
  });
  if (found) assertRegular(path, found);
  const handle = await open(path, flags | constants.O_NONBLOCK, mode);
  try {
    assertRegular(path, await handle.stat());
    return await work(handle);
  } finally {
    await handle.close();
  }
}

function assertRegular(path: string, status: Awaited<ReturnType<typeof stat>>): void {
  if (status.isFile()) return;
  const code = status.isDirectory() ? "EISDIR" : noRegularFile;
  throw Object.assign(new Error(`${code}: not a regular file, open '${path}'`), { code });
}

/** The system may give less than was asked for; only nothing at all is the end of the file. */
async function fill(handle: FileHandle, buffer: Buffer, offset: number): Promise<Uint8Array> {
  let filled = 0;
  while (filled < buffer.length) {
    const left = buffer.length - filled;
    const { bytesRead } = await handle.read(buffer, filled, left, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function kindOf(status: Awaited<ReturnType<typeof lstat>>): FileKind {
  if (status.isSymbolicLink()) return "symlink";
  if (status.isFile()) return "file";
  if (status.isDirectory()) return "directory";
  if (status.isSocket()) return "socket";
  return "other";
}
