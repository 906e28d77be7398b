// One dispatch through the lane, bracketed by its events.
import type { DispatchOutcome } from "../evidence/event.ts";
import { eventsOf } from "../evidence/evidence.ts";
import type { Intent } from "../formats/intent.ts";
import { timedOut, within } from "../world/within.ts";
import { messageOf } from "../world/world.ts";
import { resumeMessage } from "./asked.ts";
import { letGo, openDispatchers } from "./dispatcher/dispatcher.ts";
import { createSeams } from "./seams.ts";
import type { Stage } from "./stage.ts";

/** What a lane may need on top of its own bounds before it counts as hung, in milliseconds. */
const dispatchSlackMs = 10_000;

export interface DispatchOptions {
  /** Counts the dispatches of the cell from 1. */
  readonly dispatch: number;
  /** Default: `owned-outcome`. */
  readonly intent?: Intent;
  /** Default: the message of the scenario. */
  readonly message?: string;
  /** Default: the cell's own garden id. */
  readonly gardenId?: string;
}

/** The bound on a dispatch as a whole, in milliseconds; a one-shot's holds its turn as well. */
export function dispatchTimeoutMs(
  { timeouts }: Stage["cell"],
  { oneShot }: { readonly oneShot: boolean },
): number {
  const { observeMs, killGraceMs, assistantTurnMs } = timeouts;
  return observeMs + killGraceMs + (oneShot ? assistantTurnMs : 0) + dispatchSlackMs;
}

/** Null when the lane threw or hung. */
export async function dispatchOnce(
  stage: Stage,
  options: DispatchOptions,
): Promise<DispatchOutcome | null> {
  const { cell, context } = stage;
  const { dispatch, intent = "owned-outcome", gardenId = cell.gardenId } = options;
  const message = options.message ?? resumeMessage(stage);
  if (context.lane.apart) return dispatchApart(stage, { ...options, intent, message, gardenId });
  const timeoutMs = dispatchTimeoutMs(cell, { oneShot: !cell.traits.resident });
  const request = { dispatch, gardenId, intent, message };
  let outcome: DispatchOutcome | null = null;
  if (context.signal.aborted) return null;
  await stage.phase("dispatch", timeoutMs, async () => {
    stage.record({ type: "dispatch-started", dispatch, intent, message });
    // Called in a promise: what a lane throws before its first await is the lane's own, too.
    const seams = createSeams(stage, dispatch);
    const resumed = Promise.resolve()
      .then((): Promise<DispatchOutcome | null> => context.lane.resume(request, seams))
      .catch((error: unknown) => {
        const text = messageOf(error);
        stage.record({ type: "dispatch-threw", dispatch, message: text });
        return null;
      });
    const result = await ownTime(stage, timeoutMs, resumed);
    if (result === timedOut) {
      stage.abandoned.push(resumed);
      return context.signal.aborted ? "interrupted" : "timed-out";
    }
    outcome = result;
    if (result) stage.record({ type: "dispatch-returned", dispatch, outcome: result });
    return "met";
  });
  return outcome;
}

/** Bounds what the lane itself takes; a scenario that holds it up has bounds of its own. */
async function ownTime<T>(
  { world, context, heldUpMs }: Stage,
  timeoutMs: number,
  work: Promise<T>,
): Promise<T | typeof timedOut> {
  const { clock } = world;
  const beganMs = clock.monotonicMs();
  const before = heldUpMs();
  for (;;) {
    const tookMs = clock.monotonicMs() - beganMs - (heldUpMs() - before);
    if (tookMs >= timeoutMs || context.signal.aborted) return timedOut;
    const result = await within(clock, timeoutMs - tookMs, work, context.signal);
    if (result !== timedOut) return result;
  }
}

/** In a process of its own, which stays: its children may need a parent that reads their output. */
async function dispatchApart(
  stage: Stage,
  options: Required<DispatchOptions>,
): Promise<DispatchOutcome | null> {
  if (stage.context.signal.aborted) return null;
  const [dispatcher] = await openDispatchers(stage, [{ ...options, stays: true }]).catch(
    (error) => {
      stage.record({ type: "gate-failed", where: "dispatch", message: messageOf(error) });
      return [];
    },
  );
  if (!dispatcher) return null;
  const timeoutMs = dispatchTimeoutMs(stage.cell, { oneShot: !stage.cell.traits.resident });
  const threw = () =>
    eventsOf(stage, "dispatch-threw").some(({ dispatch }) => dispatch === options.dispatch);
  const over = () => dispatcher.outcome() !== null || dispatcher.isDone() || threw();
  await stage.phase("dispatch", timeoutMs, async () => {
    await letGo(stage, [dispatcher]);
    return stage.until(over, timeoutMs);
  });
  return dispatcher.outcome();
}
