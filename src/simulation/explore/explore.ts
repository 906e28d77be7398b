// Explores the schedules of one lane until a claim breaks, time is up or all runs are made; what
// breaks is shrunk. The same random seed draws the same cases.
import fc from "fast-check";
import type { Lane } from "../../lanes/lane.ts";
import type { SimulatedCase } from "../case/case.ts";
import { type Examined, examine, type Violation } from "../case/verdict.ts";
import { type Coverage, createCoverage } from "./coverage.ts";
import { cases } from "./schedule.ts";

export interface ExploreOptions {
  readonly lane: Lane;
  readonly randomSeed: number;
  readonly runs: number;
  /** Bound on the whole exploration, shrinking not counted; null for none. */
  readonly timeMs: number | null;
  readonly dispatchers: readonly [least: number, most: number];
  /** Names of the claims to judge (default: all). */
  readonly claims?: readonly string[];
  /** fast-check's path to one case, as a failure prints it. */
  readonly path?: string;
  /** Milliseconds from an arbitrary start. */
  nowMs(): number;
  /** Milliseconds of processor time; what other processes take does not count. */
  cpuMs(): number;
  /** Lets the rest of the process have its turn. */
  breathe(): Promise<void>;
  isInterrupted(): boolean;
  onProgress(progress: Progress): void;
}

export interface Progress {
  readonly runs: number;
  readonly elapsedMs: number;
  readonly cpuMs: number;
  readonly coverage: Coverage;
}

export interface Counterexample {
  readonly simulated: SimulatedCase;
  readonly violation: Violation;
  /** Runs until it was found, and steps by which it was made smaller. */
  readonly runs: number;
  readonly shrinks: number;
  readonly path: string;
}

export interface Exploration extends Progress {
  readonly randomSeed: number;
  readonly interrupted: boolean;
  /** In how many runs each claim that was named held or was violated; empty where none was named. */
  readonly judged: ReadonlyMap<string, number>;
  readonly counterexample: Counterexample | null;
}

/** How often the process may breathe, in milliseconds. */
const breathMs = 100;

export async function explore(options: ExploreOptions): Promise<Exploration> {
  const { lane, randomSeed, runs, timeMs, claims, nowMs } = options;
  const coverage = createCoverage();
  const startMs = nowMs();
  const startCpuMs = options.cpuMs();
  const spent = () => ({ elapsedMs: nowMs() - startMs, cpuMs: options.cpuMs() - startCpuMs });
  const judged = new Map((claims ?? []).map((name) => [name, 0]));
  let lastMs = startMs;
  let made = 0;
  let broken: string | null = null;
  let over = false;
  const isOver = () => options.isInterrupted() || (timeMs !== null && nowMs() - startMs > timeMs);
  const property = fc.asyncProperty(
    cases({ lane: lane.name, dispatchers: options.dispatchers }),
    async (simulated) => {
      if (over) return;
      if (broken === null) {
        over = isOver();
        // Failing is the only way to make fast-check draw no more; nothing is made smaller then.
        if (over) throw new Error("over");
        made += 1;
      }
      const examined = await examine(simulated, { lane, ...(claims ? { claims } : {}) });
      if (broken === null) {
        coverage.note(examined.run);
        if (claims) countJudged(examined, judged);
      }
      if (nowMs() - lastMs > breathMs) {
        lastMs = nowMs();
        options.onProgress({ runs: made, ...spent(), coverage });
        await options.breathe();
      }
      const claim = brokenClaim(examined, broken);
      if (claim === null) return;
      broken = claim;
      throw new Error(claim);
    },
  );
  const path = options.path === undefined ? {} : { path: options.path };
  const details = await fc.check(property, { seed: randomSeed, numRuns: runs, ...path });
  const time = spent();
  const [found] = over ? [] : (details.counterexample ?? []);
  const counterexample = found ? await describe(found, options, broken, details) : null;
  const interrupted = options.isInterrupted();
  return { randomSeed, runs: made, ...time, coverage, interrupted, judged, counterexample };
}

/** An unknown shows as little as a claim that was not asked or does not apply. */
function countJudged({ judgements }: Examined, judged: Map<string, number>): void {
  for (const { name, verdict } of judgements) {
    if (verdict !== "holds" && verdict !== "violated") continue;
    judged.set(name, (judged.get(name) ?? 0) + 1);
  }
}

/** While a case is made smaller it has to break the claim that it was found for. */
function brokenClaim({ violations }: Examined, wanted: string | null): string | null {
  const found = violations.find(({ claim }) => wanted === null || claim === wanted);
  return found?.claim ?? null;
}

async function describe(
  simulated: SimulatedCase,
  { lane, claims }: ExploreOptions,
  broken: string | null,
  details: fc.RunDetails<[SimulatedCase]>,
): Promise<Counterexample> {
  const { violations } = await examine(simulated, { lane, ...(claims ? { claims } : {}) });
  const violation = violations.find(({ claim }) => claim === broken) ?? violations[0];
  if (!violation) throw new Error("a case that broke a claim does not break it when run again");
  const { numRuns: runs, numShrinks: shrinks, counterexamplePath } = details;
  return { simulated, violation, runs, shrinks, path: counterexamplePath ?? "" };
}
