// One simulated case, whole: plain data from which the run follows to the byte. What is absent or
// zero is the plain course, so that a shrunk case reads as what is left of it.
import type { CellTarget, Timeouts } from "../../evidence/cell.ts";
import type { Intent } from "../../formats/intent.ts";
import { isPlainScene, plainScene, type Scene } from "../../scene/scene.ts";
import { type Fate, isDeath } from "../machine/actor.ts";
import { type ChildPlan, plainChild } from "../pi/child-plan.ts";

/** What befalls the effect with this number, counted from 0, of one dispatcher. */
interface PlannedFate {
  readonly effect: number;
  readonly fate: Fate;
}

export interface DispatcherPlan {
  readonly intent: Intent;
  /** Virtual milliseconds between the scene and its start. */
  readonly delayMs: number;
  readonly fates: readonly PlannedFate[];
}

export interface SimulatedCase {
  readonly lane: string;
  readonly target: CellTarget;
  readonly timeouts: Pick<Timeouts, "observeMs" | "killGraceMs" | "pollMs">;
  readonly scene: Scene;
  readonly dispatchers: readonly DispatcherPlan[];
  /** By the order in which resume children are started; the last one goes for all later ones. */
  readonly children: readonly ChildPlan[];
  /** At each moment with several ready effects: which one, counted round; 0 after the last. */
  readonly picks: readonly number[];
}

/** Where a case is to differ in one thing only. */
export const plainCase = (lane: string): SimulatedCase => ({
  lane,
  target: { agent: "pi", provider: "openai", model: "gpt-5.4", wireApi: "openai-responses" },
  timeouts: { observeMs: 1000, killGraceMs: 200, pollMs: 100 },
  scene: plainScene,
  dispatchers: [{ intent: "owned-outcome", delayMs: 0, fates: [] }],
  children: [plainChild],
  picks: [],
});

/** Nobody disturbs anybody: one dispatcher, nothing arranged, nothing befalls it. */
export function isPlain({ scene, dispatchers, children }: SimulatedCase): boolean {
  return (
    dispatchers.length === 1 &&
    dispatchers.every(({ fates, intent }) => fates.length === 0 && intent === "owned-outcome") &&
    isPlainScene(scene) &&
    children.every(({ fate }) => fate === "replies")
  );
}

export const dies = ({ fates }: DispatcherPlan): boolean =>
  fates.some(({ fate }) => isDeath(fate.kind));
