// What a scenario of real processes looks like where it is simulated. Read in both directions: which
// case shows the scenario, and which scenario confirms a case.
import type { Intent } from "../formats/intent.ts";
import type { ChildFate } from "./child-fate.ts";
import type { Scene } from "./scene.ts";

/** What is absent is as in the plain case: one dispatch, for the outcome, that nothing disturbs. */
export interface Counterpart {
  readonly scene?: Partial<Scene>;
  /** What becomes of each resumed child. */
  readonly fate?: ChildFate;
  readonly intent?: Intent;
  /** How many dispatchers act at once. */
  readonly dispatchers?: number;
  /** A dispatcher dies. No one case shows that: it can die at each of its effects. */
  readonly dispatcherDies?: true;
}
