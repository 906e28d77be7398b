// Runs a canary in the simulated world, in one order of effects or in many: drawn, or enumerated from
// the plain one on. A canary that shows in some orders only is killed by the first of them that kills it.
import fc from "fast-check";
import type { Scenario } from "../gate/scenario.ts";
import type { Canary } from "../lanes/canaries/canary.ts";
import type { SimulatedCase } from "../simulation/case/case.ts";
import { runCase } from "../simulation/case/run.ts";
import type { Watching } from "../simulation/case/watching.ts";
import { walk } from "../simulation/explore/exhaustive/walk.ts";
import { picks } from "../simulation/explore/picks.ts";
import { EndlessRunError } from "../simulation/machine/scheduler.ts";
import { type CanaryRun, type CanaryVerdict, type Judging, judgeCanary } from "./judge.ts";
import { type SimulatedSetting, settingOf } from "./scenes.ts";

export interface Simulating {
  /** Orders are enumerated, not drawn. */
  readonly exhaustive: boolean;
}

/** Any number will do; the same one gives the same orders on every machine. */
const randomSeed = 1;

/** Those of an exploration. */
const bounds = { preemptions: 2, turns: 2, fates: 0, befalls: "death", reduced: true } as const;

/** Schedules in the hand of one call; there is nobody to be told between two of them. */
const sliceRuns = Number.POSITIVE_INFINITY;

export async function simulateCanary(
  canary: Canary,
  scenarios: readonly Scenario[],
  judging: Judging,
  { exhaustive }: Simulating = { exhaustive: false },
): Promise<CanaryVerdict> {
  const { scenario = "plain" } = canary;
  const setting = settingOf(canary, scenarios);
  if (!setting) throw new Error(`scenario ${scenario} has no simulated counterpart`);
  let last: CanaryVerdict | null = null;
  const attempt = async (simulated: SimulatedCase, watching?: Watching): Promise<boolean> => {
    const run = await simulate(canary, { ...setting, simulated }, judging, watching);
    const verdict = judgeCanary(canary, run, judging.claims);
    // Of many orders, one in which the flaw took effect says more than one in which it did not.
    if (verdict.outcome === "killed" || last === null || last.outcome === "stale") last = verdict;
    return verdict.outcome === "killed";
  };
  const { simulated } = setting;
  if (exhaustive) await enumerateOrders(simulated, attempt);
  else {
    for (const order of ordersOf(canary)) {
      if (await attempt({ ...simulated, picks: order })) break;
    }
  }
  if (last === null) throw new Error(`canary ${canary.name} was never run`);
  return last;
}

type Attempt = (simulated: SimulatedCase, watching?: Watching) => Promise<boolean>;

const ordersOf = ({ schedules = 1 }: Canary): readonly (readonly number[])[] =>
  schedules === 1 ? [[]] : fc.sample(picks(), { numRuns: schedules, seed: randomSeed });

/** The plain order first, then those with fewer deviations from it, until one kills. */
async function enumerateOrders(simulated: SimulatedCase, attempt: Attempt): Promise<void> {
  if (await attempt(simulated)) return;
  const space = { name: "a canary's", group: "canaries", simulated, bounds };
  for (const [least, most] of [
    [0, 0],
    [1, 1],
    [2, null],
  ] as const) {
    const branch = { least, most, from: 0, to: Number.POSITIVE_INFINITY };
    const { found } = await walk(space, branch, {
      stack: [],
      sliceRuns,
      examine: async (given, watching, wanted) =>
        ((await attempt(given, watching)) && wanted) || null,
    });
    if (found) return;
  }
}

async function simulate(
  { lane, timeouts, faults = [], before, behaviour }: Canary,
  { simulated, expectation, message }: SimulatedSetting,
  { judge, claims }: Judging,
  watching: Watching | undefined,
): Promise<CanaryRun> {
  try {
    const { evidence } = await runCase(simulated, {
      lane,
      expectation,
      watching,
      adjust: (cell) => ({ ...cell, faults, timeouts: { ...cell.timeouts, ...timeouts } }),
      ...(before ? { before } : {}),
      ...(behaviour ? { behaviour } : {}),
      ...(message ? { message } : {}),
    });
    return { evidence, judgement: judge(evidence, claims) };
  } catch (error) {
    if (error instanceof EndlessRunError) return null;
    throw error;
  }
}
