// One measurement in a process of its own: how many schedules an exploration makes in one thread and in
// two, turn about, so that whatever else runs on the machine meets both. `threads.ts <count>`; prints JSON.
import { explore } from "../src/simulation/explore/explore.ts";
import { openThreads, type Threads } from "../src/simulation/explore/threads.ts";

export interface ThreadRates {
  /** Schedules a second of wall time, one number a round. */
  readonly one: readonly number[];
  readonly two: readonly number[];
  /** The same of the first `warmUp` schedules of all, with what compiling them takes. */
  readonly cold: { readonly one: number; readonly two: number };
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

const asked = { lane: "v2", dispatchers: [1, 3] } as const;
const [one, two] = [openThreads(1, asked), openThreads(2, asked)];
const cold = { one: await rate(one, 1, warmUp), two: await rate(two, 1, warmUp) };
await rate(two, 2, warmUp);
const rates = { one: [] as number[], two: [] as number[], cold };
for (let round = 0; round < rounds; round += 1) {
  rates.one.push(await rate(one, round + 100, count));
  rates.two.push(await rate(two, round + 100, count));
}
await Promise.all([one.close(), two.close()]);
console.log(JSON.stringify(rates satisfies ThreadRates));
