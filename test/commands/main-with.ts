// main's own program with other parts, for tests that start it as a process. The handling of signals
// besides SIGINT is left to the test's parent.
import { tmpdir } from "node:os";
import { runProgram } from "../../src/commands/program.ts";
import type { Parts } from "../../src/matrix/parts.ts";
import { nodeWorld } from "../../src/world/node.ts";

export async function mainWith(parts: Parts): Promise<never> {
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
    parts: async () => parts,
    world: async () => nodeWorld(),
  });
  process.exit(exitCode);
}
