// What judging a large recorded run takes: wall clock and the most memory that its process ever held.
// The run is one recorded cell, copied.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import Table from "cli-table3";
import { writeSyntheticRun } from "./synthetic.ts";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const tsx = import.meta.resolve("tsx");
const run = promisify(execFile);
const most = 64 * 1024 * 1024;

/** Said by the process itself at its end, so that no tool of the system is needed. */
const saysPeak = `data:text/javascript,process.on("exit",()=>process.stderr.write("\\npeak "+process.resourceUsage().maxRSS))`;

interface Taken {
  readonly wallMs: number;
  readonly peakMb: number;
}

async function take(directory: string, words: readonly string[]): Promise<Taken> {
  const startMs = performance.now();
  const command = ["--import", saysPeak, "--import", tsx, main, ...words];
  // A dossier of one lane ends with 2: not enough evidence.
  const { stderr } = await run(process.execPath, command, {
    cwd: directory,
    maxBuffer: most,
  }).catch((error: { readonly code: number; readonly stderr: string }) => {
    if (error.code !== 2) throw error;
    return error;
  });
  const peak = Number(/\npeak (\d+)$/.exec(stderr)?.[1]);
  return { wallMs: performance.now() - startMs, peakMb: peak / 1024 };
}

/** 1,000 and 10,000 cells; `BENCH_LARGE=100000` adds that many, with 4 GB on the disk. */
const sizes = [1000, 10_000, ...(process.env.BENCH_LARGE ? [Number(process.env.BENCH_LARGE)] : [])];

export async function printLarge(): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "rmb-"));
  const table = new Table({
    head: ["cells", "command", "seconds", "ms a cell", "peak MB"],
    style: { head: [], border: [] },
  });
  try {
    writeFileSync(join(root, "package.json"), '{"type":"module"}');
    writeFileSync(join(root, "matrix.config.js"), 'export default {targets: ["openai/gpt-5.4"]};');
    await take(root, ["--lane", "v2", "--scenario", "plain"]);
    for (const size of sizes) {
      const directory = join(root, String(size));
      writeSyntheticRun(join(root, "out", "latest"), directory, size);
      for (const command of ["check", "dossier", "pack"]) {
        const { wallMs, peakMb } = await take(root, [command, directory]);
        const perCell = (wallMs / size).toFixed(2);
        table.push([size, command, (wallMs / 1000).toFixed(1), perCell, peakMb.toFixed(0)]);
        process.stderr.write(".");
      }
      rmSync(directory, { recursive: true });
    }
    console.log(table.toString());
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
