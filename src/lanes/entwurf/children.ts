// Sees each `pi` that the package starts in this process, whichever of its functions does it. It
// puts the cell's pi in its place and its output into a file; all else is as the package asked.
import childProcess, { type ChildProcess, type SpawnOptions } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import type { ProcessIdentity } from "../../evidence/event.ts";
import { type Child, type ExitResult, errorCode } from "../../world/world.ts";
import type { Seams } from "../lane.ts";
import { nonceOnDisk } from "./disk.ts";

/** Variables by which either generation authorises one child to stay. */
const markers = [
  "PI_SHELL_ACP_V2_RESUME_RESIDENT_SESSION_ID",
  "ENTWURF_V2_RESUME_RESIDENT_SESSION_ID",
];

/** A timer that only keeps a process from ending; its length says nothing. */
const holdMs = 60_000;

export interface Watched {
  /** The last child that has not ended. */
  alive(): ProcessIdentity | null;
  /** The last child's end, where it has come. */
  lastExit(): ProcessIdentity | null;
  /** How it ended; both null where none has. */
  lastStatus(): ExitResult;
  /** Why the last child did not even start; null where it did. */
  startFailure(): string | null;
  /** Resolves when no child lives. */
  idle(): Promise<void>;
}

/** From here on; a process drives one cell, so it is never undone. */
export function watchChildren(seams: Seams): Watched {
  const original = childProcess.spawn;
  const { watched, follow } = createWatch();
  const start = (given: readonly string[], options: SpawnOptions): ChildProcess => {
    const { launch, attach } = announce(given, options, seams);
    const output = openSync(launch.outputPath, "a", 0o600);
    const child = original(launch.command, [...launch.arguments], {
      ...options,
      cwd: launch.workingDirectory,
      env: launch.environment,
      stdio: stdioFor(options.stdio, output),
    });
    closeSync(output);
    const { handle, startTime } = listen(child);
    recordSignals(child, startTime, seams);
    follow(child, startTime);
    attach(handle);
    return child;
  };
  const spawn = (command: string, given: readonly string[], options: SpawnOptions) =>
    command === "pi" ? start(given, options) : original(command, [...given], options);
  childProcess.spawn = spawn as typeof childProcess.spawn;
  syncBuiltinESMExports();
  return watched;
}

/** Says what the package is about to start, and hears how the cell wants it started. */
function announce(given: readonly string[], options: SpawnOptions, seams: Seams) {
  const environment = { ...process.env, ...options.env } as Record<string, string>;
  const marker = markers.map((name) => options.env?.[name]).find((value) => value) ?? null;
  return seams.announce(
    {
      arguments: [...seams.agent.commandArguments, ...given],
      workingDirectory: String(options.cwd ?? process.cwd()),
      environment,
      marker,
    },
    nonceOnDisk(seams.cell),
  );
}

/** Remembers who lives, and how the last one ended. */
function createWatch() {
  const living = new Map<ChildProcess, ProcessIdentity>();
  let lastExit: ProcessIdentity | null = null;
  let lastStatus: ExitResult = { exitCode: null, signal: null };
  let startFailure: string | null = null;
  let resting = Promise.withResolvers<void>();
  resting.resolve();

  function ended(child: ChildProcess): void {
    living.delete(child);
    if (living.size === 0) resting.resolve();
  }

  function follow(child: ChildProcess, startTime: string): void {
    const identity = { pid: child.pid ?? -1, startTime };
    if (living.size === 0) resting = Promise.withResolvers<void>();
    living.set(child, identity);
    startFailure = null;
    child.once("error", (error) => {
      if (child.pid === undefined) startFailure = error.message;
      ended(child);
    });
    child.once("exit", (exitCode, signal) => {
      lastStatus = { exitCode, signal };
      lastExit = identity;
      ended(child);
    });
  }

  const watched: Watched = {
    alive: () => [...living.values()].at(-1) ?? null,
    lastExit: () => lastExit,
    lastStatus: () => lastStatus,
    startFailure: () => startFailure,
    idle: () => heldUntil(resting.promise),
  };
  return { watched, follow };
}

/** The package lets go of its children, so nothing else would hold this process. */
async function heldUntil(come: Promise<void>): Promise<void> {
  const hold = setInterval(() => undefined, holdMs);
  await come;
  clearInterval(hold);
}

/** Output that the package throws away goes to a file; a pipe that it made stays its pipe. */
function stdioFor(asked: SpawnOptions["stdio"], output: number): SpawnOptions["stdio"] {
  if (!Array.isArray(asked)) return asked;
  return asked.map((stream, index) => (index === 1 && stream === "ignore" ? output : stream));
}

/** Listens from the instant of the spawn, before the package itself does. */
function listen(child: ChildProcess): { handle: Child; startTime: string } {
  const startTime = child.pid === undefined ? "gone" : startTimeOf(child.pid);
  const exited = new Promise<Awaited<Child["exited"]>>((resolve) => {
    child.once("exit", (exitCode, signal) => resolve({ exitCode, signal }));
  });
  const started = new Promise<Awaited<Child["started"]>>((resolve) => {
    child.once("error", (error) => {
      const code = errorCode(error) ?? "UNKNOWN";
      resolve({ kind: "failed", code, message: error.message });
    });
    if (child.pid !== undefined) {
      resolve({ kind: "started", identity: { pid: child.pid, startTime } });
    }
  });
  return { handle: { started, exited }, startTime };
}

/** Read at once, while the process can only be the one that was just made. */
function startTimeOf(pid: number): string {
  if (process.platform !== "linux") {
    const said = childProcess.spawnSync("ps", ["-o", "lstart=", "-p", String(pid)]);
    return String(said.stdout).trim() || "gone";
  }
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = status.slice(status.lastIndexOf(")") + 2).split(" ");
    return fields[19] ?? "gone";
  } catch {
    return "gone";
  }
}

function recordSignals(child: ChildProcess, startTime: string, { report }: Seams): void {
  const kill = child.kill.bind(child);
  child.kill = (signal) => {
    const sent = kill(signal);
    const result = sent ? "sent" : "gone";
    const name = String(signal ?? "SIGTERM");
    const pid = child.pid ?? -1;
    report({ type: "signal-sent", pid, startTime, signal: name, by: "subject", result });
    return sent;
  };
}
