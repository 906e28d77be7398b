// The simulated disk: what stands where, and what each call does to it in one instant. When a call
// happens, and whether it fails, is decided elsewhere.
import { type FileKind, type FileStatus, noRegularFile, type Watch } from "../../world/world.ts";
import type { Scheduler } from "./scheduler.ts";

export interface Inode {
  readonly kind: Exclude<FileKind, "missing">;
  text: string;
  ascii: boolean;
  readonly mode: number;
  /** Of a directory: the names in it. */
  readonly names: Set<string> | null;
}

export interface Disk {
  makeDirectory(path: string, mode?: number): void;
  /** @throws EEXIST, ENOENT as the kernel does. */
  create(path: string, kind: Inode["kind"], mode: number, text?: string): Inode;
  /** Null where nothing is; a symbolic link is itself, never what it points to. */
  find(path: string): Inode | null;
  inspect(path: string): FileStatus;
  read(path: string): Inode;
  readBytes(path: string, offset: number, length: number): Uint8Array;
  list(directory: string): readonly string[];
  tree(directory: string): readonly string[];
  /** `path` only tells who is watching; an open file is written to wherever it is now. */
  write(path: string, inode: Inode, text: string): void;
  writeText(path: string, text: string, mode?: number): void;
  rename(from: string, to: string): void;
  unlink(path: string): void;
  watch(directory: string, onChange: (name: string | null) => void): Watch;
}

interface Watcher {
  readonly onChange: (name: string | null) => void;
  pending: boolean;
  closed: boolean;
}

/** Then a place in the text is the same place in the file, and nothing but what is read is encoded. */
const isAscii = (text: string): boolean => Buffer.byteLength(text) === text.length;

/**
 * An error as Node throws it; the simulated kernel has no other way to fail. Like one that comes from
 * the real kernel it bears no call stack: gathering one takes longer than ten effects.
 */
export function systemError(code: string, call: string, path: string): Error {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const error = new Error(`${code}: simulated, ${call} '${path}'`);
  Error.stackTraceLimit = stackTraceLimit;
  return Object.assign(error, { code });
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf("/")));
}

const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);

type Inodes = Map<string, Inode>;

/** `onChange` is told each path at which something has changed. */
export function createDisk(
  scheduler: Scheduler,
  onChange: ((path: string) => void) | null = null,
): Disk {
  const inodes: Inodes = new Map([["/", directoryNode(0o755)]]);
  const { changed, watch } = createNotices(scheduler, onChange);
  return { ...looking(inodes), ...changing(inodes, changed), watch };
}

/** Several changes may come as one, and each comes as late as the schedule likes. */
function createNotices(scheduler: Scheduler, onChange: ((path: string) => void) | null) {
  const watchers = new Map<string, Set<Watcher>>();
  const changed = (path: string) => {
    onChange?.(path);
    for (const watcher of watchers.get(parentOf(path)) ?? []) {
      if (watcher.pending) continue;
      watcher.pending = true;
      scheduler.post("kernel", `tells of a change at ${path}`, () => {
        watcher.pending = false;
        if (!watcher.closed) watcher.onChange(nameOf(path));
      });
    }
  };
  const watch: Disk["watch"] = (directory, onChange) => {
    const watcher: Watcher = { onChange, pending: false, closed: false };
    const group = watchers.get(directory) ?? new Set();
    watchers.set(directory, group.add(watcher));
    return {
      close() {
        watcher.closed = true;
        group.delete(watcher);
      },
    };
  };
  return { changed, watch };
}

type Looks = Pick<Disk, "find" | "inspect" | "read" | "readBytes" | "list" | "tree">;

function looking(inodes: Inodes): Looks {
  const looks: Looks = {
    find: (path) => inodes.get(path) ?? null,
    inspect(path) {
      const inode = inodes.get(path);
      if (!inode) return { kind: "missing", bytes: 0, mode: 0 };
      return { kind: inode.kind, bytes: sizeOf(inode), mode: inode.mode };
    },
    read(path) {
      const inode = inodes.get(path);
      if (!inode) throw systemError("ENOENT", "open", path);
      if (inode.names) throw systemError("EISDIR", "read", path);
      // Links are made to lead nowhere here.
      if (inode.kind === "symlink") throw systemError("ENOENT", "open", path);
      if (inode.kind !== "file") throw systemError(noRegularFile, "open", path);
      return inode;
    },
    readBytes(path, offset, length) {
      const { text, ascii } = looks.read(path);
      if (ascii) return Buffer.from(text.slice(offset, offset + length), "latin1");
      return Buffer.from(text).subarray(offset, offset + length);
    },
    list(directory) {
      const inode = inodes.get(directory);
      if (!inode) return [];
      if (!inode.names) throw systemError("ENOTDIR", "scandir", directory);
      return [...inode.names].sort();
    },
    tree(directory) {
      const paths: string[] = [];
      for (const name of looks.list(directory)) {
        const path = `${directory}/${name}`;
        if (inodes.get(path)?.names) paths.push(...looks.tree(path));
        else paths.push(path);
      }
      return paths;
    },
  };
  return looks;
}

type Changes = Pick<Disk, "makeDirectory" | "create" | "write" | "writeText" | "rename" | "unlink">;

function changing(inodes: Inodes, changed: (path: string) => void): Changes {
  const directoryOf = (path: string, call: string) => namesAround(inodes, path, call);
  const changes: Changes = {
    makeDirectory(path, mode = 0o777) {
      const found = inodes.get(path);
      if (found?.names) return;
      if (found) throw systemError("EEXIST", "mkdir", path);
      changes.makeDirectory(parentOf(path), mode);
      inodes.set(path, directoryNode(mode));
      directoryOf(path, "mkdir").add(nameOf(path));
      changed(path);
    },
    create(path, kind, mode, text = "") {
      if (inodes.has(path)) throw systemError("EEXIST", "open", path);
      const names = directoryOf(path, "open");
      const inode: Inode = { kind, text, ascii: isAscii(text), mode, names: null };
      inodes.set(path, inode);
      names.add(nameOf(path));
      changed(path);
      return inode;
    },
    write(path, inode, text) {
      inode.text += text;
      inode.ascii &&= isAscii(text);
      changed(path);
    },
    writeText(path, text, mode = 0o666) {
      const found = inodes.get(path);
      if (!found) return void changes.create(path, "file", mode, text);
      if (found.names) throw systemError("EISDIR", "open", path);
      found.text = text;
      found.ascii = isAscii(text);
      changed(path);
    },
    rename(from, to) {
      const inode = inodes.get(from);
      if (!inode) throw systemError("ENOENT", "rename", from);
      const names = directoryOf(to, "rename");
      if (inodes.get(to)?.names) throw systemError("EISDIR", "rename", to);
      inodes.delete(from);
      directoryOf(from, "rename").delete(nameOf(from));
      inodes.set(to, inode);
      names.add(nameOf(to));
      changed(from);
      changed(to);
    },
    unlink(path) {
      const inode = inodes.get(path);
      if (!inode) throw systemError("ENOENT", "unlink", path);
      if (inode.names) throw systemError("EISDIR", "unlink", path);
      inodes.delete(path);
      directoryOf(path, "unlink").delete(nameOf(path));
      changed(path);
    },
  };
  return changes;
}

/** The names in the directory that the path is in. */
function namesAround(inodes: Inodes, path: string, call: string): Set<string> {
  const names = inodes.get(parentOf(path))?.names;
  if (!names) throw systemError("ENOENT", call, path);
  return names;
}

function sizeOf({ kind, text, ascii }: Inode): number {
  if (kind !== "file") return 0;
  return ascii ? text.length : Buffer.byteLength(text);
}

function directoryNode(mode: number): Inode {
  return { kind: "directory", text: "", ascii: true, mode, names: new Set() };
}
