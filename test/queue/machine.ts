// The command line in this process, in a place of its own, for tests of the queue.
import type { Io } from "../../src/commands/command.ts";
import { runProgram } from "../../src/commands/program.ts";
import type { Parts } from "../../src/matrix/parts.ts";
import { nodeWorld } from "../../src/world/node.ts";
import { fakeParts } from "../matrix/fake-parts.ts";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";

const world = nodeWorld();

/** A machine of its own; what it prints can be read while it goes on. */
export function machineOn(
  queueUrl: () => string,
  parts: Parts = fakeParts(world),
  config: object = { targets: ["one/good"] },
) {
  const place = temporaryDirectory();
  writeConfig(place, config);
  const printed = { stdout: "", stderr: "" };
  const sink = (name: "stdout" | "stderr") => ({
    columns: null,
    write(text: string) {
      printed[name] += text;
    },
  });
  const stop = new AbortController();
  const run = (args: readonly string[], url = queueUrl()) => {
    const io: Io = {
      stdout: sink("stdout"),
      stderr: sink("stderr"),
      workingDirectory: place,
      environment: { HOME: place },
      systemTemporaryDirectory: place,
      userId: process.getuid?.() ?? 0,
      interruption: stop.signal,
      parts: async () => parts,
      world: async () => world,
    };
    const isRun = args[0] === undefined || args[0] === "work" || args[0].startsWith("-");
    return runProgram(isRun ? [...args, "--queue", url] : args, io);
  };
  return { place, printed, stop, run };
}
