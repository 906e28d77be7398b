// Runs a canary in the simulated world, in one order of effects or in many. A canary that shows in
// some orders only is killed by the first of them that kills it.
import fc from "fast-check";
import type { Scenario } from "../gate/scenario.ts";
import type { Canary } from "../lanes/canaries/canary.ts";
import { runCase } from "../simulation/case/run.ts";
import { picks } from "../simulation/explore/picks.ts";
import { EndlessRunError } from "../simulation/machine/scheduler.ts";
import { type CanaryRun, type CanaryVerdict, type Judging, judgeCanary } from "./judge.ts";
import { settingOf } from "./scenes.ts";

/** Any number will do; the same one gives the same orders on every machine. */
const randomSeed = 1;

export async function simulateCanary(
  canary: Canary,
  scenarios: readonly Scenario[],
  judging: Judging,
): Promise<CanaryVerdict> {
  const { schedules = 1 } = canary;
  const orders =
    schedules === 1 ? [[]] : fc.sample(picks(), { numRuns: schedules, seed: randomSeed });
  let last: CanaryVerdict | null = null;
  for (const order of orders) {
    const run = await simulate(canary, scenarios, order, judging);
    const verdict = judgeCanary(canary, run, judging.claims);
    if (verdict.outcome === "killed") return verdict;
    // Of many orders, one in which the flaw took effect says more than one in which it did not.
    if (last === null || last.outcome === "stale") last = verdict;
  }
  return last as CanaryVerdict;
}

async function simulate(
  canary: Canary,
  scenarios: readonly Scenario[],
  order: readonly number[],
  { judge, claims }: Judging,
): Promise<CanaryRun> {
  const { lane, scenario = "plain", timeouts, faults = [], before, behaviour } = canary;
  const setting = settingOf(canary, scenarios, order);
  if (!setting) throw new Error(`scenario ${scenario} has no simulated counterpart`);
  const { simulated, expectation, message } = setting;
  try {
    const { evidence } = await runCase(simulated, {
      lane,
      expectation,
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
