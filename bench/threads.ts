// One measurement in a process of its own: how many schedules an exploration makes in one thread and in two, and
// how much threads do that only allocate, turn about, so that whatever else runs on the machine meets all.
// `threads.ts <count>`; prints JSON.
import { explore } from "../src/simulation/explore/explore.ts";
import { openPool, type Pool, scriptBeside } from "../src/simulation/explore/pool.ts";
import { openThreads, type Threads } from "../src/simulation/explore/threads.ts";

export interface ThreadRates {
  /** Schedules a second of wall time, one number a round. */
  readonly one: readonly number[];
  readonly two: readonly number[];
  /** The same of the first schedules of all, so many, with what compiling them takes. */
  readonly cold: { readonly schedules: number; readonly one: number; readonly two: number };
  /** Two threads that only allocate ÷ one, one number a round: no code that does can gain more here. */
  readonly bare: readonly number[];
}

const rounds = 9;
/**
 * So many schedules a thread makes before it is measured. Until then V8 compiles beside it: a tenth of a core for
 * each thread after 24,000, and a fiftieth after 60,000. Two threads and their compilers want more than two cores.
 */
const warmUp = 60_000;
const count = Number(process.argv[2]);

async function rate({ explorers }: Threads, randomSeed: number, runs: number): Promise<number> {
  const { elapsedMs } = await explore({
    explorers,
    randomSeed,
    runs,
    timeMs: null,
    nowMs: () => performance.now(),
    cpuMs: () => 0,
    isInterrupted: () => false,
    onProgress: () => undefined,
  });
  return (runs * 1000) / elapsedMs;
}

/** A fraction of a second's work. */
const objects = 20_000_000;

type Allocating = Pool<number, number>;

async function allocate({ doers }: Allocating): Promise<number> {
  const startMs = performance.now();
  await Promise.all(doers.map((allocate) => allocate(objects)));
  return (doers.length * objects) / (performance.now() - startMs);
}

const asked = { lane: "v2", dispatchers: [1, 3] } as const;
const [one, two] = [openThreads(1, asked), openThreads(2, asked)];
const allocating = scriptBeside(import.meta.url, "allocating");
const openBare = (count: number): Allocating => openPool(allocating, count, null);
const [alone, together] = [openBare(1), openBare(2)];
const cold = {
  schedules: warmUp,
  one: await rate(one, 1, warmUp),
  two: await rate(two, 1, warmUp),
};
await rate(two, 2, warmUp);
await Promise.all([allocate(alone), allocate(together)]);
const rates = { one: [] as number[], two: [] as number[], cold, bare: [] as number[] };
for (let round = 0; round < rounds; round += 1) {
  rates.one.push(await rate(one, round + 100, count));
  rates.two.push(await rate(two, round + 100, count));
  const bare = await allocate(alone);
  rates.bare.push((await allocate(together)) / bare);
}
await Promise.all([one, two, alone, together].map((each) => each.close()));
console.log(JSON.stringify(rates satisfies ThreadRates));
