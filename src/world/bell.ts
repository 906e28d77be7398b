// A remembered wake-up: a change that came while nobody waited is not lost.
import { createStop, type Stop } from "./stop.ts";
import type { Clock } from "./world.ts";

export interface Bell {
  /** Wakes everybody who waits, or the next who will. */
  ring(): void;
  /** Resolves at the next ring, at once if it rang since the last wait, or after `timeoutMs`. */
  wait(timeoutMs: number): Promise<void>;
}

export function createBell(clock: Clock): Bell {
  const waiting = new Set<Stop>();
  let rung = false;
  return {
    ring() {
      rung = true;
      for (const waiter of waiting) waiter.stop();
    },
    async wait(timeoutMs) {
      if (!rung) {
        const waiter = createStop();
        waiting.add(waiter);
        await clock.sleep(timeoutMs, waiter.signal);
        waiting.delete(waiter);
      }
      rung = false;
    },
  };
}
