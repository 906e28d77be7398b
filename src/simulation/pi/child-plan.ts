// What a resumed child does, chosen before it is started. Durations are virtual milliseconds.
import type { ChildFate } from "../../scene/child-fate.ts";

export interface ChildPlan {
  readonly fate: ChildFate;
  /** From the call of spawn to the process. */
  readonly startMs: number;
  /** From the process to its socket. */
  readonly listenMs: number;
  /** How long the model thinks. */
  readonly turnMs: number;
}

export const plainChild: ChildPlan = { fate: "replies", startMs: 1, listenMs: 5, turnMs: 20 };
