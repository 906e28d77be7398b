// The command line with parts that need no agent, for tests that kill or interrupt it. The same
// program as main's, with main's own handling of signals left to the test's parent.
import { tmpdir } from "node:os";
import { runProgram } from "../../src/commands/program.ts";
import { nodeWorld } from "../../src/world/node.ts";
import { fakeParts } from "../matrix/fake-parts.ts";

const interruption = new AbortController();
process.on("SIGINT", () => interruption.abort());

const exitCode = await runProgram(process.argv.slice(2), {
  stdout: { write: (text) => void process.stdout.write(text), columns: null },
  stderr: { write: (text) => void process.stderr.write(text), columns: null },
  environment: process.env,
  workingDirectory: process.cwd(),
  systemTemporaryDirectory: tmpdir(),
  userId: process.getuid?.() ?? 0,
  interruption: interruption.signal,
  parts: async () => fakeParts(nodeWorld()),
  world: async () => nodeWorld(),
});
process.exit(exitCode);
