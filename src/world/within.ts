// A bound on a wait. The work itself goes on: whoever bounds it must also know how to stop it.
import type { Clock } from "./world.ts";

export const timedOut: unique symbol = Symbol("timed out");

/** The promise's value, or `timedOut` once `timeoutMs` have passed or the signal aborted. */
export async function within<T>(
  clock: Clock,
  timeoutMs: number,
  promise: Promise<T>,
  signal?: AbortSignal,
): Promise<T | typeof timedOut> {
  const stop = new AbortController();
  const forward = () => stop.abort();
  if (signal?.aborted) stop.abort();
  signal?.addEventListener("abort", forward, { once: true });
  try {
    return await Promise.race([
      promise,
      clock.sleep(timeoutMs, stop.signal).then((): typeof timedOut => timedOut),
    ]);
  } finally {
    signal?.removeEventListener("abort", forward);
    stop.abort();
  }
}
