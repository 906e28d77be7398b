#!/usr/bin/env node
// Arguments → command → exit code. The only place that reads the process's globals and ends it.
import { tmpdir } from "node:os";
import type { Output } from "./commands/command.ts";
import { runProgram } from "./commands/program.ts";
import { exitCodes } from "./matrix/summary/summary.ts";
import { guardProcess, Intrusion } from "./world/node/guard.ts";
import { whatIsInHand } from "./world/node/in-hand.ts";
import { watchLaunchers } from "./world/node/launchers.ts";
import { realPathOf } from "./world/node/real-path.ts";
import { terminalOf } from "./world/node/terminal.ts";

/** Package runners pass an interruption on; one press may then arrive twice. */
const samePressMs = 500;
/** Far above the bound on winding up a run, in milliseconds. */
const intrudedMs = 60_000;

const interruption = new AbortController();
let firstMs = 0;

const guard = guardProcess({
  exitCode: exitCodes.internal,
  during: whatIsInHand,
  onIntrusion(intrusion) {
    if (interruption.signal.reason === undefined) {
      process.stderr.write(`\n${intrusion.message}\nThe run is being ended; it has no result.\n`);
    }
    firstMs = performance.now();
    interruption.abort(intrusion);
    setTimeout(() => guard.exit(exitCodes.internal), intrudedMs).unref();
  },
});

function interrupt(): void {
  if (!interruption.signal.aborted) {
    begin("Interrupted: ending the running cells. Again to quit at once.");
  } else if (performance.now() - firstMs > samePressMs) {
    process.stderr.write(
      "\nQuit. Processes, sockets and files may be left; `matrix reap` clears them.\n",
    );
    guard.exit(exitCodes.interrupted);
  }
}

function begin(notice: string): void {
  firstMs = performance.now();
  process.stderr.write(`\n${notice}\n`);
  interruption.abort();
}

/** What is printed here is the result: what a lane or a config prints must not stand in it. */
const stdout = process.stdout;
Object.defineProperty(process, "stdout", { value: process.stderr, configurable: true });

let unwritten: NodeJS.ErrnoException | null = null;

function output(stream: NodeJS.WriteStream): Output {
  stream.on("error", (error) => {
    if (stream === stdout) unwritten ??= error;
  });
  const terminal = terminalOf(stream);
  return {
    write: (text) => {
      const { reason } = interruption.signal;
      // Anything printed now would look like a result.
      if (stream === stdout && reason instanceof Intrusion) return;
      terminal.write(text);
    },
    get columns() {
      return terminal.columns;
    },
    get rows() {
      return terminal.rows;
    },
    divert: terminal.divert,
    watch: terminal.watch,
  };
}

function workingDirectory(): string | null {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}

async function main(directory: string | null): Promise<number> {
  if (process.platform === "win32") {
    process.stderr.write(
      "Windows is not supported: the resume path rests on Unix sockets and process groups. Use WSL.\n",
    );
    return exitCodes.refused;
  }
  if (directory === null) {
    process.stderr.write("The current directory does not exist any more. Go to one that does.\n");
    return exitCodes.refused;
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);
  // Before anything is said: a caller that sees this process at work can rely on its being watched.
  await watchLaunchers((pid) => {
    if (interruption.signal.aborted) return;
    begin(`Process ${pid}, which had started this one, has ended: ending the running cells.`);
  });
  return runProgram(process.argv.slice(2), {
    stdout: output(stdout),
    stderr: output(process.stderr),
    environment: process.env,
    workingDirectory: directory,
    systemTemporaryDirectory: realPathOf(tmpdir(), directory),
    userId: process.getuid?.() ?? 0,
    interruption: interruption.signal,
    parts: async () => (await import("./commands/parts.ts")).realParts,
    world: async () => (await import("./world/node.ts")).nodeWorld(),
  });
}

/** What was written to a pipe is still on its way; an exit would cut it off. */
async function flush(): Promise<void> {
  for (const stream of [stdout, process.stderr]) {
    await new Promise<void>((resolve) => stream.write("", () => resolve()));
  }
}

/** A reader that went away, such as `head`, is no fault of the run, and neither is a dead terminal. */
function afterWriting(exitCode: number): number {
  if (unwritten === null || unwritten.code === "EPIPE") return exitCode;
  if (exitCode === exitCodes.interrupted) return exitCode;
  process.stderr.write(
    `The result could not be written to standard output: ${unwritten.message}\n`,
  );
  return exitCodes.internal;
}

/** Not awaited: if nothing is left to wait for, the guard has the word and not Node. */
void main(workingDirectory()).then(async (exitCode) => {
  await flush();
  guard.exit(afterWriting(exitCode));
});
