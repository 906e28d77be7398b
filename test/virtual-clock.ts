// A clock that jumps to the next thing anybody waits for, so that a test about minutes takes none
// and its outcome cannot depend on how fast the machine is.
import type { Clock } from "../src/world/world.ts";

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

export interface VirtualClock {
  readonly clock: Clock;
  /** Runs `work` when the time comes. */
  at(atMs: number, work: () => void): void;
  /** Lets time pass until the promise settles. Throws when nothing is left that could settle it. */
  run<T>(promise: Promise<T>): Promise<T>;
}

export function virtualClock(): VirtualClock {
  let nowMs = 0;
  const sleepers = new Set<Sleeper>();
  const clock: Clock = {
    monotonicMs: () => nowMs,
    wallMs: () => nowMs,
    sleep(durationMs, signal) {
      if (signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const sleeper = { atMs: nowMs + Math.max(0, durationMs), wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener(
          "abort",
          () => {
            sleepers.delete(sleeper);
            resolve();
          },
          { once: true },
        );
      });
    },
  };
  const next = () => [...sleepers].sort((left, right) => left.atMs - right.atMs)[0];
  return {
    clock,
    at: (atMs, wake) => void sleepers.add({ atMs, wake }),
    async run(promise) {
      let settled = false;
      const done = () => {
        settled = true;
      };
      promise.then(done, done);
      for (;;) {
        // Everything that can go on without time does so before time passes.
        await new Promise((resolve) => setImmediate(resolve));
        if (settled) return promise;
        const sleeper = next();
        if (!sleeper) throw new Error(`nothing is left to wait for at ${nowMs} ms`);
        sleepers.delete(sleeper);
        nowMs = Math.max(nowMs, sleeper.atMs);
        sleeper.wake();
      }
    },
  };
}
