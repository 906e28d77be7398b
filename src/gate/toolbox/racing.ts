// Several dispatches at once, each in a process of its own.

import {
  type Dispatcher,
  type DispatcherOptions,
  letGo,
  openDispatchers,
} from "../dispatcher/dispatcher.ts";
import { dispatchTimeoutMs } from "../dispatching.ts";
import { leavingMs } from "../observe/resting.ts";
import type { Session } from "../observe/session.ts";
import { hasEntry } from "../observe/turns.ts";
import type { Stage } from "../stage.ts";

/** Lets them go together; resolves when all of them are back and all they saw until then is recorded. */
export async function race(
  stage: Stage,
  options: readonly DispatcherOptions[],
  meanwhile: (dispatchers: readonly Dispatcher[]) => Promise<void> = async () => undefined,
): Promise<readonly Dispatcher[]> {
  const dispatchers = await openDispatchers(stage, options);
  // A one-shot comes back only with the end of its turn.
  const timeoutMs = dispatchTimeoutMs(stage.cell, { oneShot: true });
  await stage.phase("dispatch", timeoutMs, async () => {
    await letGo(stage, dispatchers);
    await meanwhile(dispatchers);
    return allBack(stage, dispatchers, timeoutMs);
  });
  return dispatchers;
}

/** A process that lives as long as the child that it started need not end: a resident stays. */
async function allBack(stage: Stage, dispatchers: readonly Dispatcher[], timeoutMs: number) {
  const done = () => dispatchers.every((each) => each.isDone());
  const back = () => dispatchers.every((each) => each.outcome() !== null || each.isDone());
  const isEnough = () => done() || (stage.cell.traits.resident && back());
  const result = await stage.until(isEnough, timeoutMs);
  if (result === "met" && !done()) await stage.until(done, leavingMs);
  return result;
}

/**
 * Lets the second go when the first has come back from its resume. Its child has looked by then
 * whether its session has grown, and will not refuse its turn; while the model is held, both run.
 */
export async function oneIntoTheOther(
  stage: Stage,
  options: readonly [first: DispatcherOptions, second: DispatcherOptions],
  meanwhile: () => Promise<void>,
): Promise<void> {
  const [first] = await openDispatchers(stage, [options[0]]);
  const [second] = await openDispatchers(stage, [options[1]]);
  if (!first || !second) return;
  const timeoutMs = dispatchTimeoutMs(stage.cell, { oneShot: true });
  await stage.phase("dispatch", timeoutMs, async () => {
    await letGo(stage, [first]);
    const came = await stage.until(() => first.outcome() !== null || first.isDone(), timeoutMs);
    if (came !== "met") return came;
    await letGo(stage, [second]);
    await meanwhile();
    return allBack(stage, [first, second], timeoutMs);
  });
}

/**
 * Lets a held model go once both children have written their prompts. Until then neither has got
 * a reply, so whichever came first was read by the other without one: the fork is certain.
 */
export async function replyToBothAtOnce(stage: Stage, session: Session): Promise<void> {
  const { nonces, timeouts } = stage.cell;
  const prompts = () => hasEntry(stage, "user", nonces.resumeUser, 2);
  await stage.until(prompts, timeouts.userTurnMs);
  await session.drain();
  stage.model.behave([]);
}
