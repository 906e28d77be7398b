// The program without anybody to run it: what its commands and options are, for pages and tests.
import type { Command } from "commander";
import { realParts } from "../src/commands/parts.ts";
import { createProgram } from "../src/commands/program.ts";
import { type DescribedCommand, describeProgram } from "../src/completion/described.ts";
import { nodeWorld } from "../src/world/node.ts";

export function program(): Command {
  const silent = { columns: null, write: () => undefined };
  return createProgram(
    {
      stdout: silent,
      stderr: silent,
      environment: {},
      workingDirectory: "/",
      systemTemporaryDirectory: "/",
      userId: 0,
      interruption: new AbortController().signal,
      parts: async () => realParts,
      world: async () => nodeWorld(),
    },
    () => undefined,
  );
}

export const describedCommands = (): readonly DescribedCommand[] =>
  describeProgram(program(), "run");
