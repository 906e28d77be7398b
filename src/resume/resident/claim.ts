// Puts a listening socket at its path. The file appears in one step, already listening and
// already private, so a process that sees it can connect; a socket that somebody answers on, a
// symbolic link or any other file is never touched.
import { createHash, randomBytes } from "node:crypto";
import { chmodSync, linkSync, lstatSync, mkdirSync, type Stats, unlinkSync } from "node:fs";
import { createConnection, createServer, type Server } from "node:net";
import { dirname, join } from "node:path";

/** Somebody or something else is at the path; the message says what to do about it. */
export class SocketConflict extends Error {
  override readonly name = "SocketConflict";
}

export interface SocketClaim {
  readonly path: string;
  /** Removes the file if it is still the one claimed. Synchronous, never throws. */
  release(): void;
}

/** sun_path holds 108 bytes on Linux and 104 elsewhere, one of them the terminator. */
const longestPathBytes = process.platform === "linux" ? 107 : 103;
const probeMs = 1000;

export async function claimSocket(server: Server, path: string): Promise<SocketClaim> {
  const bytes = Buffer.byteLength(path);
  if (bytes > longestPathBytes) {
    throw new SocketConflict(
      `socket path has ${bytes} bytes, the system takes ${longestPathBytes}: choose a shorter control directory than that of ${path}`,
    );
  }
  const directory = dirname(path);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  await makeWay(path);
  const draft = uniqueName(directory);
  await listen(server, draft);
  try {
    chmodSync(draft, 0o600);
    publish(draft, path);
  } catch (error) {
    server.close();
    throw error;
  } finally {
    unlinkQuietly(draft);
  }
  const claimed = lstatSync(path);
  let released = false;
  return {
    path,
    release() {
      // Once: a successor's file may get the very inode number that this one had.
      if (!released) unlinkIfSame(path, claimed);
      released = true;
    },
  };
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** A hard link is the one step that both publishes the socket and fails when the name is taken. */
function publish(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    throw new SocketConflict(`${path} was taken a moment ago: another process serves this session`);
  }
}

async function makeWay(path: string): Promise<void> {
  const found = inspect(path);
  if (!found) return;
  if (found.isSymbolicLink() || !found.isSocket()) {
    const what = found.isSymbolicLink() ? "a symbolic link" : "not a socket";
    throw new SocketConflict(`${path} is ${what} and was left alone: look at it and remove it`);
  }
  if (found.uid !== process.getuid?.()) {
    throw new SocketConflict(`${path} belongs to another user and was left alone`);
  }
  await alone(path, async () => {
    // Only a refused connect proves it stale, and only then can nobody else have taken the name.
    if ((await refuseUnlessStale(path)) === "ECONNREFUSED") unlinkSync(path);
  });
}

/**
 * Without it, two starters that both saw a stale socket could each remove the other's fresh one.
 * The guard is an abstract socket, which the kernel frees with its process; elsewhere than on
 * Linux there is none, and only the caller's session lock keeps starters apart.
 */
async function alone(path: string, work: () => Promise<void>): Promise<void> {
  if (process.platform !== "linux") return work();
  const guard = createServer((socket) => socket.destroy());
  const name = createHash("sha256").update(path).digest("hex").slice(0, 32);
  try {
    await listen(guard, `\0resume-matrix-${name}`);
  } catch (error) {
    if (codeOf(error) !== "EADDRINUSE") throw error;
    throw new SocketConflict(`${path} is stale and another process is replacing it right now`);
  }
  try {
    await work();
  } finally {
    guard.close();
  }
}

async function refuseUnlessStale(path: string): Promise<"ECONNREFUSED" | "ENOENT"> {
  const code = await probe(path);
  if (code === "ECONNREFUSED" || code === "ENOENT") return code;
  throw new SocketConflict(
    code === null
      ? `${path} is answered by another process: this session is already live, send to it instead`
      : `${path} gives ${code}: it cannot be told whether it is live, so it was left alone`,
  );
}

/** Null when connected, else why not. */
function probe(path: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.setTimeout(probeMs, () => finish("ETIMEDOUT"));
    const finish = (code: string | null) => {
      socket.destroy();
      resolve(code);
    };
    // Kept to the end: a reset may follow a connect that succeeded.
    socket.on("error", (error) => finish(codeOf(error)));
    socket.on("connect", () => finish(null));
  });
}

function unlinkIfSame(path: string, claimed: Stats): void {
  try {
    const found = lstatSync(path);
    if (found.ino === claimed.ino && found.dev === claimed.dev) unlinkSync(path);
  } catch {
    // Gone already, or not ours to remove.
  }
}

function inspect(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

/** Never longer than the name of a socket, so that the limit holds for it too. */
function uniqueName(directory: string): string {
  return join(directory, `.${randomBytes(6).toString("hex")}.new`);
}

function unlinkQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Only ever a name that nobody else knows.
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "UNKNOWN";
}
