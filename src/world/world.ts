// Every effect that the resume path and the gate may have. There are two worlds: the node one
// (node.ts) and the simulated one; code that is given a World cannot tell which it got.
import type { ObservedProcess, ProcessIdentity } from "../evidence/event.ts";
import type { StopSignal } from "./stop.ts";

export { messageOf } from "../evidence/message-of.ts";

export interface Clock {
  /** Milliseconds from an arbitrary start; never goes back. */
  monotonicMs(): number;
  /** Milliseconds since the Unix epoch. */
  wallMs(): number;
  /** Resolves after `durationMs`, or at once when the signal aborts; never rejects. */
  sleep(durationMs: number, signal?: StopSignal): Promise<void>;
}

export type FileKind = "missing" | "file" | "directory" | "socket" | "symlink" | "other";

export interface FileStatus {
  readonly kind: FileKind;
  readonly bytes: number;
  /** Unix permission bits; 0 where missing. */
  readonly mode: number;
}

/** A file created by us and not yet closed; each step may fail on its own (ENOSPC, EIO). */
export interface NewFile {
  write(text: string): Promise<void>;
  /** Flushes to the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface Watch {
  close(): void;
}

/** The code of an error about a path where no regular file stands, nor a directory. */
export const noRegularFile = "EFTYPE";

/**
 * Failures are thrown as errors with Node's `code` (ENOENT, EEXIST, ENOSPC …). A link is followed to
 * read or write, and what it leads to has to be a regular file: a pipe, a device or a socket is never
 * opened, for that may wait for ever, or do something.
 */
export interface Files {
  /** Makes the directory and its missing parents. */
  makeDirectory(path: string, mode?: number): Promise<void>;
  /** Creates the file or throws EEXIST, in one step (`wx`). */
  createExclusive(path: string, mode: number): Promise<NewFile>;
  readText(path: string): Promise<string>;
  /** `length` bytes from `offset` on; fewer, or none, only where the file ends. */
  readBytes(path: string, offset: number, length: number): Promise<Uint8Array>;
  /** Never follows a symbolic link and never throws for what is missing. */
  inspect(path: string): Promise<FileStatus>;
  /** Names in the directory, sorted; empty where it is missing. */
  list(directory: string): Promise<readonly string[]>;
  /**
   * Paths of all that stands below the directory and is no directory; never follows a link. A
   * directory below it that cannot be looked into is told to `onClosed`; without that, it throws.
   */
  tree(
    directory: string,
    onClosed?: (path: string, error: unknown) => void,
  ): Promise<readonly string[]>;
  writeText(path: string, text: string, mode?: number): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /**
   * Calls back with the name of each entry of the directory that changed, or null where the
   * platform does not say. A hint to look, not a record: changes may be merged or lost. Never
   * throws: where the platform cannot watch, it tells nothing, and the caller polls.
   */
  watch(directory: string, onChange: (name: string | null) => void): Watch;
}

export interface SpawnRequest {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Both outputs go to files, so that a child outlives its parent without a broken pipe. */
  readonly outputPath: string;
  readonly errorPath: string;
  /**
   * Given to the child on descriptor `inputDescriptor`, then ended: it stands in no argument, no
   * variable and no file. A parent that dies meanwhile cuts it short.
   */
  readonly input?: string;
}

/** Where a child finds its `input`. */
export const inputDescriptor = 3;

export type StartResult =
  | { readonly kind: "started"; readonly identity: ProcessIdentity }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

export interface ExitResult {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** A child is listened to from the instant of its spawn; neither promise ever rejects. */
export interface Child {
  readonly started: Promise<StartResult>;
  /** Never resolves for a child that failed to start. */
  readonly exited: Promise<ExitResult>;
}

export type SignalResult = "sent" | "gone" | "denied";

/** What the system has given the main thread of a process since that began. */
export interface ProcessorTime {
  readonly ranMs: number;
  /** Ready to run, and given no processor; what it waits just now is counted once it runs again. */
  readonly waitedMs: number;
  /** How often it was given one. */
  readonly turns: number;
  /** It runs, or is ready to: it neither sleeps nor is stopped. */
  readonly isReady: boolean;
}

export interface Processes {
  /** Own process group, standard input closed. Returning says nothing: await `started`. */
  spawn(request: SpawnRequest): Child;
  /** Signals one process, or with `group` its whole group; 0 only asks. */
  signal(pid: number, signal: "SIGTERM" | "SIGKILL" | "SIGSTOP" | "SIGCONT" | 0): SignalResult;
  signalGroup(pid: number, signal: "SIGTERM" | "SIGKILL"): SignalResult;
  /** Null only when no such process runs, and a zombie does not; throws where none can tell. */
  identify(pid: number): Promise<ProcessIdentity | null>;
  /** At once; null where such a process does not live, or the system does not tell. Absent where none does. */
  processorTime?(identity: ProcessIdentity): ProcessorTime | null;
  /** Every process of this user whose environment holds exactly `name=value`. */
  withMarker(name: string, value: string): Promise<readonly ObservedProcess[]>;
}

export interface Connection {
  send(text: string): Promise<void>;
  /** The next whole line, or null when the peer closed, failed or stayed silent that long. */
  readLine(timeoutMs: number): Promise<string | null>;
  close(): void;
}

export type ConnectResult =
  | { readonly kind: "connected"; readonly connection: Connection }
  | { readonly kind: "failed"; readonly code: string };

export interface Sockets {
  /** Never throws; a connect that takes longer is a failure with code ETIMEDOUT. */
  connect(path: string, timeoutMs: number): Promise<ConnectResult>;
}

export interface World {
  readonly clock: Clock;
  randomBytes(count: number): Uint8Array;
  readonly files: Files;
  readonly processes: Processes;
  readonly sockets: Sockets;
  readonly host: {
    readonly hostname: string;
    readonly pid: number;
    /** When this process began, as `identify` gives it; null where that cannot be told. */
    readonly startTime: string | null;
    /** Longest socket path in bytes, terminator not counted (`sun_path`). */
    readonly socketPathLimit: number;
  };
}

/** The `code` of a failed effect, or null for an error that is none. */
export function errorCode(error: unknown): string | null {
  if (typeof error !== "object" || error === null || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}
