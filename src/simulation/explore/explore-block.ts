// Explores one block of cases until a claim breaks or all are run; what breaks is shrunk. The same
// random seed draws the same cases.
import { createHash } from "node:crypto";
import fc from "fast-check";
import type { Lane } from "../../lanes/lane.ts";
import type { SimulatedCase } from "../case/case.ts";
import { type Examined, runAndJudge, type Violation } from "../case/verdict.ts";
import type { Block } from "./blocks.ts";
import { createCoverage } from "./coverage.ts";
import { cases } from "./schedule.ts";

/** What is the same for every block of an exploration. */
export interface Explored {
  readonly dispatchers: readonly [least: number, most: number];
  /** Names of the claims to judge (default: all). */
  readonly claims?: readonly string[];
}

export interface BlockOptions extends Explored {
  readonly lane: Lane;
  /** fast-check's path to one case, as a failure prints it. */
  readonly path?: string;
}

export interface Counterexample {
  readonly simulated: SimulatedCase;
  readonly violation: Violation;
  /** Runs until it was found, and steps by which it was made smaller. */
  readonly runs: number;
  readonly shrinks: number;
  /** Both together lead fast-check back to it. */
  readonly randomSeed: number;
  readonly path: string;
}

/** Plain data: a block may have been run by another thread. */
export interface BlockResult {
  readonly runs: number;
  /** What came up, and how often. */
  readonly seen: readonly (readonly [what: string, count: number])[];
  /** In how many runs each claim that was named held or was violated. */
  readonly judged: readonly (readonly [claim: string, count: number])[];
  /** SHA-256 over all cases that were drawn. */
  readonly cases: string;
  readonly counterexample: Counterexample | null;
}

export async function exploreBlock(block: Block, options: BlockOptions): Promise<BlockResult> {
  const { lane, claims } = options;
  const coverage = createCoverage();
  const drawn = createHash("sha256");
  const judged = new Map((claims ?? []).map((name) => [name, 0]));
  let made = 0;
  let broken: string | null = null;
  const property = fc.asyncProperty(
    cases({ lane: lane.name, dispatchers: options.dispatchers }),
    async (simulated) => {
      if (broken === null) {
        made += 1;
        drawn.update(JSON.stringify(simulated));
      }
      const examined = await runAndJudge(simulated, { lane, ...(claims ? { claims } : {}) });
      if (broken === null) {
        coverage.note(examined.run);
        if (claims) countJudged(examined, judged);
      }
      const claim = brokenClaim(examined, broken);
      if (claim === null) return;
      broken = claim;
      throw new Error(claim);
    },
  );
  const path = options.path === undefined ? {} : { path: options.path };
  const parameters = { seed: block.randomSeed, numRuns: block.runs, ...path };
  const details = await fc.check(property, parameters);
  const [found] = details.counterexample ?? [];
  return {
    runs: made,
    seen: [...coverage.seen],
    judged: [...judged],
    cases: drawn.digest("hex"),
    counterexample: found ? await describe(found, options, broken, details) : null,
  };
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
  { lane, claims }: BlockOptions,
  broken: string | null,
  details: fc.RunDetails<[SimulatedCase]>,
): Promise<Counterexample> {
  const { violations } = await runAndJudge(simulated, { lane, ...(claims ? { claims } : {}) });
  const violation = violations.find(({ claim }) => claim === broken) ?? violations[0];
  if (!violation) throw new Error("a case that broke a claim does not break it when run again");
  const { numRuns: runs, numShrinks: shrinks, seed: randomSeed, counterexamplePath } = details;
  return { simulated, violation, runs, shrinks, randomSeed, path: counterexamplePath ?? "" };
}
