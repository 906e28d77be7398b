// A bound that the user set on a cell or a run, reached: the reason with which a signal is aborted then.
// Who interrupts a run gives no reason.
import type { Clock } from "./world.ts";

class TimeIsUp extends Error {
  override readonly name = "TimeIsUp";
}

/** Which bound was reached, in words; null where a signal was aborted for another reason, or not at all. */
export const boundReached = ({ reason }: Pick<AbortSignal, "reason">): string | null =>
  reason instanceof TimeIsUp ? reason.message : null;

interface Bound {
  /** Aborted with `outer`, or when the time is up. */
  readonly signal: AbortSignal;
  /** To be called when what is bounded is over; the time runs no more. */
  over(): void;
}

/** `limitMs` is null for no bound; `words` say what took too long, as in "the cell took more than 5000 ms". */
export function bounded(
  clock: Pick<Clock, "sleep">,
  limitMs: number | null,
  words: string,
  outer: AbortSignal,
): Bound {
  if (limitMs === null) return { signal: outer, over: () => undefined };
  const [expired, ended] = [new AbortController(), new AbortController()];
  const stopped = AbortSignal.any([outer, ended.signal]);
  void clock.sleep(limitMs, stopped).then(() => {
    if (!stopped.aborted) expired.abort(new TimeIsUp(words));
  });
  return { signal: AbortSignal.any([outer, expired.signal]), over: () => ended.abort() };
}
