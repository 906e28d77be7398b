// Somebody who orders the effects of a run and is told of all that happens in it: an enumeration
// learns from one schedule which others there are.
import type { EvidenceEvent } from "../../evidence/event.ts";
import type { Choices, Step } from "../machine/scheduler.ts";

export interface Watching {
  readonly choices: Choices;
  /** Told just before each step. */
  step(step: Step): void;
  /** Something on the disk has changed, at this path. */
  changed(path: string): void;
  recorded(event: EvidenceEvent): void;
  /** A dispatcher, counted from 1, asks for an effect; what befalls it is the case's affair. */
  point(dispatch: number, point: string): void;
  /** From just before the dispatchers' first effects until the last one has ended. */
  dispatching(running: boolean): void;
}
