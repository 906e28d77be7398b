// File effects on the real disk.
import { watch as watchDirectory } from "node:fs";
import { lstat, mkdir, open, readdir, readFile, rename, unlink, writeFile } from "node:fs/promises";
import { errorCode, type FileKind, type Files } from "../world.ts";

/** How much of a file is read in one step when no length is given. */
const chunkBytes = 256 * 1024;

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

  async readBytes(path, offset, length = chunkBytes) {
    const handle = await open(path, "r");
    try {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
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

  async writeText(path, text, mode) {
    await writeFile(path, text, mode === undefined ? {} : { mode });
  },

  rename,
  unlink,

  watch(directory, onChange) {
    const watcher = watchDirectory(directory, (_event, name) => onChange(name));
    // A watch that breaks (directory removed, limits reached) leaves the caller's polling.
    watcher.on("error", () => watcher.close());
    return { close: () => watcher.close() };
  },
};

function kindOf(status: Awaited<ReturnType<typeof lstat>>): FileKind {
  if (status.isSymbolicLink()) return "symlink";
  if (status.isFile()) return "file";
  if (status.isDirectory()) return "directory";
  if (status.isSocket()) return "socket";
  return "other";
}
