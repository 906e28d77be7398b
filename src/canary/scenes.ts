// The simulated setting in which a canary is shown: what its scenario says of itself. A scenario
// that says nothing has no simulated counterpart, and a canary that needs it must say why.
import type { Expectation } from "../evidence/cell.ts";
import type { Scenario } from "../gate/scenario.ts";
import type { Canary } from "../lanes/canaries/canary.ts";
import type { SimulatedCase } from "../simulation/case/case.ts";
import { caseOf } from "../simulation/case/counterpart.ts";
import { dueIn } from "../simulation/case/expect.ts";

export interface SimulatedSetting {
  readonly simulated: SimulatedCase;
  readonly expectation: Expectation;
  /** What its dispatches say in the place of the plain message. */
  readonly message: Scenario["message"];
}

/** Null for a scenario without a counterpart that one case can show. */
export function settingOf(
  { scenario = "plain", lane }: Pick<Canary, "scenario" | "lane">,
  scenarios: readonly Scenario[],
  picks: readonly number[] = [],
): SimulatedSetting | null {
  const found = scenarios.find(({ name }) => name === scenario);
  const plain = found?.simulated ? caseOf(found.simulated, lane.name) : null;
  if (!found || !plain) return null;
  const simulated = { ...plain, picks };
  return { simulated, expectation: dueIn(simulated) ?? oneOfSeveral, message: found.message };
}

const oneOfSeveral: Expectation = {
  kind: "resumed",
  others: [
    { reason: "target-locked", observedLiveness: null },
    { reason: "owned-live-no-autosend", observedLiveness: "live" },
  ],
};
