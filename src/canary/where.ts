// At which fidelities a canary can be shown. Pure.
import type { Canary } from "../lanes/canaries/canary.ts";
import type { CanaryFidelity } from "../matrix/summary/canary-stamp.ts";
import { isSimulated } from "./scenes.ts";

/** Why a canary is not run at a fidelity, or null when it is. */
export function whyNotAt(canary: Canary, fidelity: CanaryFidelity): string | null {
  return fidelity === "sim" ? whyNotSimulated(canary) : (canary.notAtLoopback ?? null);
}

function whyNotSimulated({ notSimulated, scenario = "plain" }: Canary): string | null {
  if (notSimulated !== undefined) return notSimulated;
  return isSimulated(scenario) ? null : `scenario ${scenario} has no simulated counterpart`;
}
