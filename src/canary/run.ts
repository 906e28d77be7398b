// All canaries, or some of them, at the fidelities that can show them: simulated ones in threads, those
// with real processes several at once.
import pLimit from "p-limit";
import { scenarios } from "../gate/scenarios/index.ts";
import type { Canary } from "../lanes/canaries/canary.ts";
import type { CanaryFidelity, CanaryResult } from "../matrix/summary/canary-stamp.ts";
import { type Doer, openPool, scriptBeside } from "../simulation/explore/pool.ts";
import type { CanaryVerdict } from "./judge.ts";
import { type CanaryCellsOptions, openCanaryCells } from "./loopback.ts";
import { type Simulating, simulateCanary } from "./simulate.ts";
import { whyNotAt } from "./where.ts";

export interface CanaryRequest extends CanaryCellsOptions {
  readonly fidelities: readonly CanaryFidelity[];
  /** Simulated ones are put through enumerated orders, in the place of drawn ones. */
  readonly exhaustive: boolean;
  /** Real cells, or threads, at once. */
  readonly workers: number;
  readonly signal: AbortSignal;
  onResult?(result: CanaryResult): void;
}

/** Results in the order of the list; those of an interrupted run are left out. */
export async function runCanaries(request: CanaryRequest): Promise<readonly CanaryResult[]> {
  const { canaries, fidelities, signal } = request;
  const results: CanaryResult[] = [];
  for (const fidelity of ["sim", "loopback"] as const) {
    const able = canaries.filter((canary) => whyNotAt(canary, fidelity, scenarios) === null);
    if (!fidelities.includes(fidelity) || able.length === 0 || signal.aborted) continue;
    const run = fidelity === "sim" ? runSimulated : runReal;
    results.push(...(await run(able, request)));
  }
  return results;
}

async function runSimulated(able: readonly Canary[], request: CanaryRequest) {
  const { parts, exhaustive, workers, signal } = request;
  // Claims of the config's own are functions, and stay here.
  if ((parts.claims ?? []).length > 0) return inTurn(able, request);
  const options: Simulating = { exhaustive };
  const script = scriptBeside(import.meta.url, "thread");
  const pool = openPool<string, CanaryVerdict>(script, Math.min(workers, able.length), options);
  const results: CanaryResult[] = [];
  let next = 0;
  const work = async (perform: Doer<string, CanaryVerdict>) => {
    for (let canary = able[next]; canary && !signal.aborted; canary = able[next]) {
      const place = next++;
      const { name } = canary;
      results[place] = await timed(canary, "sim", request, () => perform(name));
    }
  };
  try {
    await Promise.all(pool.doers.map(work));
  } finally {
    await pool.close();
  }
  return results.filter((result) => result !== undefined);
}

async function inTurn(able: readonly Canary[], request: CanaryRequest) {
  const { parts, exhaustive, signal } = request;
  const results: CanaryResult[] = [];
  // Nobody reads the stacks of simulated errors, and making them is most of the work.
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  const simulate = (canary: Canary) => simulateCanary(canary, scenarios, parts, { exhaustive });
  try {
    for (const canary of able) {
      if (signal.aborted) break;
      results.push(await timed(canary, "sim", request, () => simulate(canary)));
    }
  } finally {
    Error.stackTraceLimit = before;
  }
  return results;
}

async function runReal(able: readonly Canary[], request: CanaryRequest) {
  const { workers, signal } = request;
  const cells = await openCanaryCells(request);
  const limit = pLimit(workers);
  try {
    const running = able.map((canary) =>
      limit(async () => {
        if (signal.aborted) return [];
        const result = await timed(canary, "loopback", request, () => cells.run(canary, signal));
        return signal.aborted ? [] : [result];
      }),
    );
    // A mistake of our own in one must not take the directory away from under the others.
    await Promise.allSettled(running);
    return (await Promise.all(running)).flat();
  } finally {
    await cells.close();
  }
}

async function timed(
  { name, claim }: Canary,
  fidelity: CanaryFidelity,
  { world, onResult }: CanaryRequest,
  work: () => Promise<CanaryVerdict>,
): Promise<CanaryResult> {
  const began = world.clock.monotonicMs();
  const verdict = await work();
  const durationMs = Math.round(world.clock.monotonicMs() - began);
  const result = { name, claim, fidelity, ...verdict, durationMs };
  onResult?.(result);
  return result;
}
