// One measurement in a process of its own, so that its CPU time is its own: N cells through the
// gate, or the same N pairs of bare pi turns. `worker.ts <cells|floor> <count> <at once>`.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pLimit from "p-limit";
import { createPiAgent } from "../src/agents/pi/adapter.ts";
import { findPi } from "../src/agents/pi/find.ts";
import { redirect, scrubbedEnvironment } from "../src/agents/pi/redirect.ts";
import { oneShotExtension, residentExtension } from "../src/agents/pi/resident-extension.ts";
import type { CellPaths } from "../src/evidence/cell.ts";
import { encodeEvent, encodeHeader } from "../src/evidence/codec.ts";
import { resumePrompt, seedPrompt } from "../src/gate/prompts.ts";
import { plain } from "../src/gate/scenarios/plain.ts";
import { judgeCell } from "../src/invariants/judge.ts";
import { v2 } from "../src/lanes/v2.ts";
import { startLoopback } from "../src/loopback/server.ts";
import { defaultTimeouts } from "../src/matrix/config/config.ts";
import { planCells } from "../src/matrix/plan/plan.ts";
import { openRunner } from "../src/matrix/run/open-runner.ts";
import { openAppend } from "../src/matrix/store/storage.ts";
import { nodeWorld } from "../src/world/node.ts";

export interface Measurement {
  readonly wallMs: number;
  /** User and system time of this process and of every child it waited for. */
  readonly cpuMs: number;
}

const target = { agent: "pi", provider: "openai", model: "gpt-5.4", wireApi: "openai-responses" };
const [kind, countText, atOnceText] = process.argv.slice(2);
const count = Number(countText);
const limit = pLimit(Number(atOnceText));
const root = mkdtempSync(join(tmpdir(), "rmb-"));
const world = nodeWorld();
const pi = await findPi();

const cells = planCells(
  {
    targets: [target],
    lanes: [v2],
    scenarios: [plain],
    repeat: count,
    fidelity: "loopback",
    timeouts: defaultTimeouts,
    lacks: () => null,
  },
  {
    runId: "bench",
    directory: root,
    agentDirectory: null,
    socketRoot: join(root, "s"),
    // Warm, as it is for every run but the first on a machine.
    temporaryDirectory: join(tmpdir(), "rmb-cache"),
  },
  { wallMs: Date.now(), randomBytes: world.randomBytes },
).map((planned) => planned.cell);

try {
  const run = kind === "floor" ? await prepareFloor() : await prepareCells();
  const before = cpuMs();
  const startMs = world.clock.monotonicMs();
  await Promise.all(cells.map((cell) => limit(() => run.one(cell))));
  const measurement: Measurement = {
    wallMs: world.clock.monotonicMs() - startMs,
    cpuMs: cpuMs() - before,
  };
  await run.close();
  console.log(JSON.stringify(measurement));
} finally {
  rmSync(root, { recursive: true, force: true });
}

type Cell = (typeof cells)[number];

/** The whole of a cell as a run does it: gate, evidence on disk, judgement. */
async function prepareCells() {
  const runner = await openRunner({
    fidelity: "loopback",
    lanes: [v2],
    scenarios: [plain],
    found: pi,
    targets: [target],
    modelLatencyMs: 0,
    agentDirectory: null,
    environment: process.env,
  });
  const one = async (cell: Cell) => {
    mkdirSync(cell.paths.root, { recursive: true });
    const file = openAppend(join(dirname(cell.paths.root), "evidence.jsonl"));
    file.append(encodeHeader(cell, runner.versions));
    const { signal } = new AbortController();
    const onEvent = (event: Parameters<typeof encodeEvent>[0]) => file.append(encodeEvent(event));
    const evidence = await runner.runCell(cell, { onEvent, signal });
    file.close();
    const judged = judgeCell(evidence);
    const faults = judged.claims.filter(({ verdict }) => verdict === "violated");
    if (judged.verdict !== "pass") throw new Error(JSON.stringify(faults, null, 2));
  };
  return { one, close: () => runner.close() };
}

/** The least that a seed and a resume can cost: two pi children with the same extension. */
async function prepareFloor() {
  const server = await startLoopback();
  const extensions = { residentExtension, oneShotExtension };
  const agent = createPiAgent({ ...pi, ...extensions, agentDirectory: null });
  const one = async (cell: Cell) => {
    const { paths, nonces, gardenId } = cell;
    const { provider, model } = target;
    makeDirectories(paths);
    const prefix = server.openPrefix(gardenId, { onRequest() {} });
    const { modelsJson, environment } = redirect([target], prefix.baseUrl);
    writeFileSync(join(paths.agentDirectory, "models.json"), JSON.stringify(modelsJson));
    const env = {
      ...scrubbedEnvironment(process.env),
      ...agent.environment(paths),
      ...environment,
    };
    const launch = { gardenId, provider, model };
    const seed = { ...launch, sessionName: "floor", prompt: seedPrompt(nonces) };
    await bare(agent.seedArguments(seed), paths, env);
    const prompt = resumePrompt(nonces);
    const resume = { ...launch, kind: "resident", approve: false, prompt } as const;
    // Without its marker the child serves its socket, runs its turn, and exits.
    await bare(agent.resumeArguments(resume), paths, env, agent.resumeInput(resume));
    prefix.close();
  };
  return { one, close: () => server.close() };
}

function makeDirectories(paths: CellPaths): void {
  const { root: _root, ...directories } = paths;
  for (const path of Object.values(directories)) mkdirSync(path, { recursive: true, mode: 0o700 });
}

function bare(words: readonly string[], paths: CellPaths, env: Record<string, string>, input = "") {
  const output = openSync(join(paths.root, "out"), "a");
  const child = spawn(pi.command, [...pi.commandArguments, ...words], {
    cwd: paths.workingDirectory,
    env,
    stdio: ["ignore", output, output, "pipe"],
  });
  const pipe = child.stdio[3] as Socket;
  pipe.end(input);
  return new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`pi exited ${code}`))));
  });
}

/** Fields 14 to 17 of /proc/self/stat: own and waited-for user and system time, in ticks of 10 ms. */
function cpuMs(): number {
  const status = readFileSync("/proc/self/stat", "latin1");
  const fields = status.slice(status.lastIndexOf(")") + 2).split(" ");
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0);
}
