// What judging a large recorded run takes: wall clock and the most memory that its process ever held.
// The run is two recorded cells, copied; a tenth of the one lane's copies fail.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import Table from "cli-table3";
import { writeSyntheticRun } from "./synthetic.ts";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const run = promisify(execFile);
const most = 64 * 1024 * 1024;

/** Said by the process itself at its end, so that no tool of the system is needed. */
const saysPeak = `data:text/javascript,process.on("exit",()=>process.stderr.write("\\npeak "+process.resourceUsage().maxRSS+" "+process.cpuUsage().user/1e3))`;

/** `check` makes the summary; `compare` judges two runs. */
const commands: Readonly<Record<string, (run: string) => string[]>> = {
  check: (run) => ["check", run],
  "check, json": (run) => ["check", run, "--reporter", `json=${run}.json`],
  "check, html": (run) => ["check", run, "--reporter", `html=${run}.html`],
  compare: (run) => ["compare", run, run],
  dossier: (run) => ["dossier", run],
  pack: (run) => ["pack", run, "--to", `${run}.tar.gz`],
  verify: (run) => ["verify", `${run}.tar.gz`],
};

const failEvery = 10;

interface Taken {
  readonly wallMs: number;
  /** Of this process, its start included. */
  readonly cpuMs: number;
  readonly peakMb: number;
}

async function take(directory: string, words: readonly string[]): Promise<Taken> {
  const startMs = performance.now();
  // As `pnpm matrix` does; what is built of it needs some 30 MB less.
  const command = ["--no-warnings", "--import", saysPeak, main, ...words];
  // Cells fail, and the dossier has not enough evidence.
  const { stderr } = await run(process.execPath, command, {
    cwd: directory,
    maxBuffer: most,
  }).catch((error: { readonly code: number; readonly stderr: string }) => {
    if (error.code !== 1 && error.code !== 2) throw error;
    return error;
  });
  const [, peak, cpu] = /\npeak (\d+) ([\d.]+)$/.exec(stderr) ?? [];
  const wallMs = performance.now() - startMs;
  return { wallMs, cpuMs: Number(cpu), peakMb: Number(peak) / 1024 };
}

/** The largest takes 5 GB on the disk, and most of the time; `BENCH_LARGE=10000` leaves it out. */
const largest = Number(process.env.BENCH_LARGE ?? 100_000);
const sizes = [...[1000, 10_000].filter((size) => size < largest), largest];

export async function printLarge(): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "rmb-"));
  const table = new Table({
    head: ["cells", "command", "seconds", "CPU ms a cell", "of linear", "peak MB"],
    style: { head: [], border: [] },
  });
  try {
    writeFileSync(join(root, "package.json"), '{"type":"module"}');
    writeFileSync(join(root, "matrix.config.js"), 'export default {targets: ["openai/gpt-5.4"]};');
    await take(root, ["--lane", "v1", "--lane", "v2", "--scenario", "plain"]);
    const smallest = new Map<string, number>();
    for (const size of sizes) {
      const directory = join(root, String(size));
      writeSyntheticRun(join(root, "out", "latest"), directory, size, failEvery);
      for (const [command, wordsFor] of Object.entries(commands)) {
        const { wallMs, cpuMs, peakMb } = await take(root, wordsFor(directory));
        const perCell = cpuMs / size;
        const first = smallest.get(command) ?? perCell;
        smallest.set(command, first);
        const seconds = (wallMs / 1000).toFixed(1);
        const figures = [perCell.toFixed(2), (perCell / first).toFixed(2), peakMb.toFixed(0)];
        table.push([size, command, seconds, ...figures]);
        process.stderr.write(`${size} cells, ${command}: ${seconds} s, ${peakMb.toFixed(0)} MB\n`);
      }
      rmSync(directory, { recursive: true });
      for (const made of ["json", "html", "tar.gz"]) rmSync(`${directory}.${made}`);
    }
    console.log(table.toString());
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
