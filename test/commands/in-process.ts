// Runs the command line within the test: what it printed, and its exit code.
import type { Io } from "../../src/commands/command.ts";
import { runProgram } from "../../src/commands/program.ts";
import type { Parts } from "../../src/matrix/parts.ts";
import { nodeWorld } from "../../src/world/node.ts";
import { fakeParts } from "../matrix/fake-parts.ts";

const world = nodeWorld();

export async function inProcess(
  workingDirectory: string,
  args: readonly string[],
  parts: Parts = fakeParts(world),
) {
  const seen = { stdout: "", stderr: "" };
  const sink = (name: "stdout" | "stderr") => ({
    columns: null,
    write(text: string) {
      seen[name] += text;
    },
  });
  const io: Io = {
    stdout: sink("stdout"),
    stderr: sink("stderr"),
    workingDirectory,
    environment: { HOME: workingDirectory },
    systemTemporaryDirectory: workingDirectory,
    userId: process.getuid?.() ?? 0,
    interruption: new AbortController().signal,
    parts: async () => parts,
    world: async () => world,
  };
  return { code: await runProgram(args, io), ...seen };
}
