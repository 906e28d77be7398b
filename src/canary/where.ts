// At which fidelities a canary can be shown. Pure.
import type { Scenario } from "../gate/scenario.ts";
import type { Canary } from "../lanes/canaries/canary.ts";
import type { CanaryFidelity } from "../matrix/summary/canary-stamp.ts";
import { settingOf } from "./scenes.ts";

/** Why a canary is not run at a fidelity, or null when it is. */
export function whyNotAt(
  canary: Canary,
  fidelity: CanaryFidelity,
  scenarios: readonly Scenario[],
): string | null {
  const { notSimulated, notAtLoopback, scenario = "plain" } = canary;
  if (fidelity === "loopback") return notAtLoopback ?? null;
  if (notSimulated !== undefined) return notSimulated;
  if (settingOf(canary, scenarios)) return null;
  return `scenario ${scenario} has no simulated counterpart`;
}
