// A bound on a wait. The work itself goes on: the caller must also know how to stop it.
import { createStop } from "./stop.ts";
import type { Clock } from "./world.ts";

export const timedOut: unique symbol = Symbol("timed out");

/** The promise's value, or `timedOut` once `timeoutMs` have passed or the signal aborted. */
export async function within<T>(
  clock: Clock,
  timeoutMs: number,
  promise: Promise<T>,
  signal?: AbortSignal,
): Promise<T | typeof timedOut> {
  const { signal: over, stop } = createStop();
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([
      promise,
      clock.sleep(timeoutMs, over).then((): typeof timedOut => timedOut),
    ]);
  } finally {
    signal?.removeEventListener("abort", stop);
    stop();
  }
}
