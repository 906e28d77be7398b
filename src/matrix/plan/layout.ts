// Where a run's files lie. Pure: paths from names; it never looks at the disk.
import { join } from "node:path";
import type { CellPaths } from "../../evidence/cell.ts";

export interface RunLayout {
  /** `YYYYMMDD-HHMMSS-<4 hex>`, local time. */
  readonly runId: string;
  /** Absolute, `<output>/<runId>`. */
  readonly directory: string;
  /** Parent of the cells' socket directories; short, outside the run's directory. */
  readonly socketRoot: string;
  /** One for all cells of all runs: it holds Node's compile cache, which is slow to fill. */
  readonly temporaryDirectory: string;
  /** The agent's own directory at live fidelity; null gives each cell its own. */
  readonly agentDirectory: string | null;
}

export const runFile = "run.json";
export const journalFile = "journal.jsonl";
export const latestLink = "latest";
/** In a socket root: which run it belongs to. */
export const ownerFile = "run.json";

export const runIdPattern = /^\d{8}-\d{6}-[0-9a-f]{4}$/;

export function mintRunId(wallMs: number, randomBytes: Uint8Array): string {
  const time = new Date(wallMs);
  const two = (value: number) => String(value).padStart(2, "0");
  const date = `${time.getFullYear()}${two(time.getMonth() + 1)}${two(time.getDate())}`;
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join("");
  return `${date}-${clock}-${hex(randomBytes).slice(0, 4)}`;
}

export const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** `<temporary directory>/rm-<uid>`: every run of this user, whatever its output directory. */
export const socketBase = (temporaryDirectory: string, userId: number) =>
  join(temporaryDirectory, `rm-${userId}`);

export const sharedTemporaryDirectory = (output: string) => join(output, ".cache", "tmp");

export const cellDirectory = (runDirectory: string, gardenId: string) =>
  join(runDirectory, "cells", gardenId);

export const evidenceFile = (runDirectory: string, gardenId: string) =>
  join(cellDirectory(runDirectory, gardenId), "evidence.jsonl");

/** `index` numbers the cells of a run; it keeps the socket's path short. */
export function cellPaths(layout: RunLayout, gardenId: string, index: number): CellPaths {
  const root = join(cellDirectory(layout.directory, gardenId), "files");
  return {
    root,
    workingDirectory: join(root, "work"),
    agentDirectory: layout.agentDirectory ?? join(root, "agent"),
    sessionDirectory: join(root, "sessions"),
    recordDirectory: join(root, "records"),
    lockDirectory: join(root, "locks"),
    mailboxDirectory: join(root, "mailboxes"),
    receiverDirectory: join(root, "receivers"),
    socketDirectory: join(layout.socketRoot, index.toString(36)),
    temporaryDirectory: layout.temporaryDirectory,
  };
}

/** Directories of a cell that are its own; the shared ones are not among them. */
export function ownDirectories(paths: CellPaths): string[] {
  const { temporaryDirectory: _, ...own } = paths;
  const below = Object.values(own).filter((path) => path.startsWith(paths.root));
  return [...below, paths.socketDirectory];
}

/** The longest control socket path that `count` cells will have. */
export function longestSocketPath(socketRoot: string, count: number): string {
  return join(socketRoot, Math.max(0, count - 1).toString(36), "YYYYMMDDTHHMMSS-000000.sock");
}
