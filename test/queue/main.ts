// The command line with cells that need no agent, each of which counts those beside it: of one provider, on
// all machines. A cell of a process that is gone is not beside anybody.
import { appendFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "../../src/commands/program.ts";
import type { Parts } from "../../src/matrix/parts.ts";
import { nodeWorld } from "../../src/world/node.ts";
import { chatBody } from "../loopback/client.ts";
import { fakeParts } from "../matrix/fake-parts.ts";

const world = nodeWorld();
const fakes = fakeParts(world);
const counted = process.env.COUNTED ?? "";
const interruption = new AbortController();
process.on("SIGINT", () => interruption.abort());

/** Of an embedded provider: it sees what all machines ask it. */
const modelUrl = process.env.MODEL_URL ?? "";

async function askModel(provider: string): Promise<void> {
  const url = `${modelUrl}/${provider}/chat/completions`;
  const answer = await fetch(url, { method: "POST", body: chatBody("there") });
  if (!answer.ok) throw new Error(`the model's answer is ${answer.status}`);
  await answer.text();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const parts: Parts = {
  ...fakes,
  async openRunner(options) {
    const runner = await fakes.openRunner(options);
    return {
      ...runner,
      versions: { ...runner.versions, node: process.env.AS_NODE ?? runner.versions.node },
      async runCell(cell, observer) {
        if (modelUrl !== "") await askModel(cell.target.provider);
        if (counted === "") return runner.runCell(cell, observer);
        const { provider } = cell.target;
        const own = join(counted, `${provider} ${process.pid} ${cell.gardenId}`);
        writeFileSync(own, "");
        const beside = readdirSync(counted).filter((name) => {
          const [of, pid] = name.split(" ");
          return of === provider && isAlive(Number(pid));
        });
        appendFileSync(join(counted, "log"), `${provider} ${beside.length}\n`);
        try {
          return await runner.runCell(cell, observer);
        } finally {
          rmSync(own);
        }
      },
    };
  },
};

const exitCode = await runProgram(process.argv.slice(2), {
  stdout: { write: (text) => void process.stdout.write(text), columns: null },
  stderr: { write: (text) => void process.stderr.write(text), columns: null },
  environment: process.env,
  workingDirectory: process.cwd(),
  systemTemporaryDirectory: tmpdir(),
  userId: process.getuid?.() ?? 0,
  interruption: interruption.signal,
  parts: async () => parts,
  world: async () => world,
});
process.exit(exitCode);
