// File effects on the real disk.
import { watch as watchDirectory } from "node:fs";
import {
  type FileHandle,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  unlink,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { errorCode, type FileKind, type Files } from "../world.ts";

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

  readText: (path) => readFile(path, "utf8"),

  async readBytes(path, offset, length) {
    const handle = await open(path, "r");
    try {
      return await fill(handle, Buffer.alloc(length), offset);
    } finally {
      await handle.close();
    }
  },

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

  async tree(directory) {
    const entries = await readdir(directory, { withFileTypes: true }).catch((error) => {
      if (errorCode(error) === "ENOENT") return [];
      throw error;
    });
    const paths: string[] = [];
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) paths.push(...(await nodeFiles.tree(path)));
      else paths.push(path);
    }
    return paths;
  },

  async writeText(path, text, mode) {
    await writeFile(path, text, mode === undefined ? {} : { mode });
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
