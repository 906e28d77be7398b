// One measurement in a process of its own: how many schedules an exploration makes in one thread and in
// two, turn about, so that whatever else runs on the machine meets both. `threads.ts <count>`; prints JSON.
import { explore } from "../src/simulation/explore/explore.ts";
import { openThreads, type Threads } from "../src/simulation/explore/threads.ts";

export interface ThreadRates {
  /** Schedules a second of wall time, one number a round. */
  readonly one: readonly number[];
  readonly two: readonly number[];
}

const rounds = 9;
/** Until what a schedule calls is compiled to its end, in every thread. */
const warmUps = 4;
const runs = Number(process.argv[2]);

async function rate({ explorers }: Threads, randomSeed: number): Promise<number> {
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
const rates = { one: [] as number[], two: [] as number[] };
for (let round = -warmUps; round < rounds; round += 1) {
  const [alone, together] = [await rate(one, round + 100), await rate(two, round + 100)];
  if (round < 0) continue;
  rates.one.push(alone);
  rates.two.push(together);
}
await Promise.all([one.close(), two.close()]);
console.log(JSON.stringify(rates satisfies ThreadRates));
