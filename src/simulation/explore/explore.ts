// Explores the schedules of one lane, block by block, on as many explorers as there are, until a claim
// breaks, time is up or all runs are made. The first counterexample by its number is told, whoever
// found one first.
import { type Block, blocksOf } from "./blocks.ts";
import type { Coverage } from "./coverage.ts";
import type { BlockResult, Counterexample } from "./explore-block.ts";

/** Runs blocks, one at a time: here, or in a thread of its own. */
export interface Explorer {
  explore(block: Block): Promise<BlockResult>;
}

export interface ExploreOptions {
  readonly explorers: readonly Explorer[];
  readonly randomSeed: number;
  readonly runs: number;
  /** Bound on the whole exploration, shrinking not counted; null for none. */
  readonly timeMs: number | null;
  /** Milliseconds from an arbitrary start. */
  nowMs(): number;
  /** Milliseconds of processor time of all explorers; what other processes take does not count. */
  cpuMs(): number;
  isInterrupted(): boolean;
  onProgress(progress: Progress): void;
}

export interface Progress {
  readonly runs: number;
  readonly elapsedMs: number;
  readonly cpuMs: number;
  readonly coverage: Pick<Coverage, "seen">;
}

export interface Exploration extends Progress {
  readonly randomSeed: number;
  readonly interrupted: boolean;
  /** In how many runs each claim that was named held or was violated; empty where none was named. */
  readonly judged: ReadonlyMap<string, number>;
  /** SHA-256 of each block's cases, in order: the same for the same random seed. */
  readonly cases: readonly string[];
  readonly counterexample: Counterexample | null;
}

export async function explore(options: ExploreOptions): Promise<Exploration> {
  const { randomSeed, runs, timeMs, nowMs } = options;
  const blocks = blocksOf(randomSeed, runs);
  const results = new Map<number, BlockResult>();
  const startMs = nowMs();
  const startCpuMs = options.cpuMs();
  const spent = () => ({ elapsedMs: nowMs() - startMs, cpuMs: options.cpuMs() - startCpuMs });
  const isOver = () => options.isInterrupted() || (timeMs !== null && nowMs() - startMs > timeMs);
  let next = 0;
  let first = Number.POSITIVE_INFINITY;
  const work = async (explorer: Explorer) => {
    // Handed out in order: whatever comes before the first counterexample is in hand already.
    for (let block = blocks[next]; block && next < first && !isOver(); block = blocks[next]) {
      next += 1;
      const result = await explorer.explore(block);
      results.set(block.number, result);
      if (result.counterexample) first = Math.min(first, block.number);
      options.onProgress({ ...sumOf(told(results, first)), ...spent() });
    }
  };
  await Promise.all(options.explorers.map(work));
  const counted = told(results, first);
  const { counterexample = null } = results.get(first) ?? {};
  const before = counted.slice(0, -1).reduce((sum, { runs }) => sum + runs, 0);
  return {
    ...sumOf(counted),
    ...spent(),
    randomSeed,
    interrupted: options.isInterrupted(),
    cases: counted.map(({ cases }) => cases),
    counterexample: counterexample && { ...counterexample, runs: before + counterexample.runs },
  };
}

/** What lies behind the first counterexample was run by chance, and is not reported. */
function told(results: ReadonlyMap<number, BlockResult>, first: number): readonly BlockResult[] {
  return [...results]
    .filter(([number]) => number <= first)
    .sort(([one], [other]) => one - other)
    .map(([, result]) => result);
}

function sumOf(results: readonly BlockResult[]) {
  const seen = new Map<string, number>();
  const judged = new Map<string, number>();
  const add = (into: Map<string, number>, counts: BlockResult["seen"]) => {
    for (const [name, count] of counts) into.set(name, (into.get(name) ?? 0) + count);
  };
  for (const result of results) {
    add(seen, result.seen);
    add(judged, result.judged);
  }
  const runs = results.reduce((sum, result) => sum + result.runs, 0);
  return { runs, judged, coverage: { seen } };
}
