#!/usr/bin/env node
// Arguments → command → exit code. The only place that reads the process's globals and ends it.
import { tmpdir } from "node:os";
import type { Output } from "./commands/command.ts";
import { runProgram } from "./commands/program.ts";
import { exitCodes } from "./matrix/summary/summary.ts";

/** Package runners pass an interruption on; one press may then arrive twice. */
const samePressMs = 500;

const interruption = new AbortController();
let firstMs = 0;

function interrupt(): void {
  if (!interruption.signal.aborted) {
    firstMs = performance.now();
    process.stderr.write("\nInterrupted: ending the running cells. Again to quit at once.\n");
    interruption.abort();
  } else if (performance.now() - firstMs > samePressMs) {
    process.stderr.write(
      "\nQuit. Processes, sockets and files may be left; `matrix reap` clears them.\n",
    );
    process.exit(exitCodes.interrupted);
  }
}

function output(stream: NodeJS.WriteStream): Output {
  // A reader that went away, such as `head`, is no fault of the run.
  stream.on("error", () => undefined);
  return {
    write: (text) => void stream.write(text),
    get columns() {
      return stream.isTTY ? (stream.columns ?? 80) : null;
    },
  };
}

async function main(): Promise<number> {
  if (process.platform === "win32") {
    process.stderr.write(
      "Windows is not supported: the resume path rests on Unix sockets and process groups. Use WSL.\n",
    );
    return exitCodes.refused;
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);
  return runProgram(process.argv.slice(2), {
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    environment: process.env,
    workingDirectory: process.cwd(),
    systemTemporaryDirectory: tmpdir(),
    userId: process.getuid?.() ?? 0,
    interruption: interruption.signal,
    parts: async () => (await import("./commands/parts.ts")).realParts,
    world: async () => (await import("./world/node.ts")).nodeWorld(),
  });
}

const exitCode = await main();
// What was written to a pipe is still on its way; an exit would cut it off.
for (const stream of [process.stdout, process.stderr]) {
  await new Promise<void>((resolve) => stream.write("", () => resolve()));
}
process.exit(exitCode);
