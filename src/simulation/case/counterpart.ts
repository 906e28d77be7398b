// The simulated case that shows a scenario of real processes, made from what the scenario says of
// itself.
import type { Counterpart } from "../../scene/counterpart.ts";
import { plainScene } from "../../scene/scene.ts";
import { plainChild } from "../pi/child-plan.ts";
import { plainCase, type SimulatedCase } from "./case.ts";

/** Null for a scenario that no one case shows. */
export function caseOf(
  {
    scene,
    fate = "replies",
    intent = "owned-outcome",
    dispatchers = 1,
    dispatcherDies,
  }: Counterpart,
  lane: string,
): SimulatedCase | null {
  if (dispatcherDies) return null;
  const plan = { intent, delayMs: 0, fates: [] };
  return {
    ...plainCase(lane),
    scene: { ...plainScene, ...scene },
    dispatchers: Array.from({ length: dispatchers }, () => plan),
    children: [{ ...plainChild, fate }],
  };
}
