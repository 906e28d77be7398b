// Side by side in one run: what a cell costs over the bare pi turns it cannot do without, and how
// many plain schedules the simulation makes. Absolute times are the machine's and decide nothing.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import Table from "cli-table3";
import { printLarge } from "./large.ts";
import type { ScheduleCosts } from "./schedules.ts";
import type { ThreadRates } from "./threads.ts";
import type { Measurement } from "./worker.ts";

const worker = fileURLToPath(new URL("./worker.ts", import.meta.url));
const schedules = fileURLToPath(new URL("./schedules.ts", import.meta.url));
const threads = fileURLToPath(new URL("./threads.ts", import.meta.url));
const run = promisify(execFile);
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const cells = Number(process.env.BENCH_CELLS ?? 12);
const schedulesARound = Number(process.env.BENCH_SCHEDULES ?? 1000);

async function measure(kind: "cells" | "floor", atOnce: number): Promise<Measurement> {
  const words = ["--import", "tsx", worker, kind, String(cells), String(atOnce)];
  const { stdout } = await run(process.execPath, words);
  return JSON.parse(stdout);
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

/** Under tsx, as the tests start it, and as plain Node runs the same files, as `pnpm matrix` and an installed package do. */
const hosts = [
  ["tsx", ["--import", "tsx"]],
  ["plain Node", ["--no-warnings"]],
] as const;

async function printSchedules(): Promise<void> {
  const simulated = new Table({
    head: [
      "plain schedule, simulated",
      "run by",
      "CPU µs, best",
      "median",
      "a second, best",
      "median",
    ],
    style: { head: [], border: [] },
  });
  for (const [host, options] of hosts) {
    const words = [...options, schedules, String(schedulesARound)];
    const { stdout } = await run(process.execPath, words);
    const { gateUs, judgedUs }: ScheduleCosts = JSON.parse(stdout);
    for (const [name, costs] of [
      ["gate alone", gateUs],
      ["every claim judged", judgedUs],
    ] as const) {
      const [best, middle] = [Math.min(...costs), median(costs)];
      const aSecond = [best, middle].map((cost) => (1_000_000 / cost).toFixed(0));
      simulated.push([name, host, best.toFixed(0), middle.toFixed(0), ...aSecond]);
    }
  }
  console.log(simulated.toString());
}

/** The same cases in one thread and in two: what a second core is worth. */
async function printThreads(): Promise<void> {
  const { stdout } = await run(process.execPath, [
    "--no-warnings",
    threads,
    // So many that the last block of a round, which one thread runs alone, is little of it.
    String(schedulesARound * 8),
  ]);
  const { one, two, cold, bare }: ThreadRates = JSON.parse(stdout);
  const ratio = median(one.map((alone, round) => (two[round] as number) / alone));
  const tell = (when: string, rates: readonly [number, number], ratio: number) =>
    console.log(
      `explore, schedules a second, ${when}: ${rates[0].toFixed(0)} with -j 1, ${rates[1].toFixed(0)} with -j 2, ${ratio.toFixed(2)} ×`,
    );
  tell(`the first ${cold.schedules}`, [cold.one, cold.two], cold.two / cold.one);
  tell("after them", [median(one), median(two)], ratio);
  console.log(`two threads that only allocate, beside that: ${median(bare).toFixed(2)} × one`);
}

await printSchedules();
await printThreads();
await printLarge();
const table = new Table({
  head: ["at once", "floor ms", "cell ms", "wall ×", "floor CPU", "cell CPU", "CPU ×"],
  style: { head: [], border: [] },
});
process.stderr.write(`${cells} cells and ${cells} floors, ${rounds} rounds, alternating\n`);
// Fills the compile cache, which every later run on the machine finds filled.
await measure("floor", 2);
for (const atOnce of [1, 2, 4]) {
  const pairs: { floor: Measurement; cell: Measurement }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    pairs.push({ floor: await measure("floor", atOnce), cell: await measure("cells", atOnce) });
    process.stderr.write(".");
  }
  const perCell = (pick: (pair: (typeof pairs)[number]) => number) =>
    (median(pairs.map(pick)) / cells).toFixed(0);
  table.push([
    atOnce,
    perCell(({ floor }) => floor.wallMs),
    perCell(({ cell }) => cell.wallMs),
    median(pairs.map(({ floor, cell }) => cell.wallMs / floor.wallMs)).toFixed(2),
    perCell(({ floor }) => floor.cpuMs),
    perCell(({ cell }) => cell.cpuMs),
    median(pairs.map(({ floor, cell }) => cell.cpuMs / floor.cpuMs)).toFixed(2),
  ]);
}
process.stderr.write("\n");
console.log(table.toString());
