// Which loopback scenario shows with real processes what a simulated case shows. Only scenarios
// that the lane can be put through are offered: a case that none of them resembles has none.
import { type Scenario, whyNot } from "../../gate/scenario.ts";
import type { Lane } from "../../lanes/lane.ts";
import type { Counterpart } from "../../scene/counterpart.ts";
import { isPlainScene, type Scene } from "../../scene/scene.ts";
import { dies, type SimulatedCase } from "../case/case.ts";

/** The command, or null where no scenario comes near the case. */
export function confirmation(
  simulated: SimulatedCase,
  lane: Lane,
  scenarios: readonly Scenario[],
): string | null {
  const { provider, model, wireApi } = simulated.target;
  let nearest = { name: "", likeness: "" };
  for (const scenario of scenarios) {
    if (!scenario.simulated || whyNot(scenario, lane, wireApi, "loopback") !== null) continue;
    const likeness = likenessOf(scenario.simulated, simulated);
    // Of two that come equally near, the first in the list is offered.
    if (likeness > nearest.likeness) nearest = { name: scenario.name, likeness };
  }
  if (nearest.likeness === "") return null;
  return `pnpm matrix --lane ${lane.name} --target ${provider}/${model} --scenario ${nearest.name}`;
}

/**
 * One digit for each thing that a scenario can arrange, 1 where the case has the same; what counts
 * for more comes first, so that the greater text is the greater likeness. Empty where the scenario
 * arranges nothing, or something that the case lacks.
 */
function likenessOf(counterpart: Counterpart, simulated: SimulatedCase): string {
  const { scene, dispatchers, children } = simulated;
  const { dispatcherDies, fate, intent = "owned-outcome" } = counterpart;
  const shares = (part: keyof Scene): boolean | null => {
    const arranged = counterpart.scene?.[part];
    return arranged === undefined ? null : arranged === scene[part];
  };
  const shared = [
    dispatcherDies ? dispatchers.some(dies) : null,
    ...(["lock", "socket", "record", "session"] as const).map(shares),
    counterpart.dispatchers === undefined ? null : dispatchers.length >= counterpart.dispatchers,
    shares("trust"),
    fate === undefined ? null : isPlainScene(scene) && children[0]?.fate === fate,
  ];
  if (shared.includes(false) || !shared.includes(true)) return "";
  const sameIntent = dispatchers.every((dispatcher) => dispatcher.intent === intent);
  return [...shared, sameIntent].map((same) => (same ? "1" : "0")).join("");
}
