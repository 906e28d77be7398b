// One provider's share of the cells that run: how many at once it stands by now, and when it may be asked
// again.
import type { Clock } from "../../world/world.ts";
import { beginPace, gotThrough, type Refusal, refused } from "./pace.ts";

/** One cell while it runs against the provider. */
interface Visit {
  /** For each 429. */
  refused(refusal: Refusal): void;
  over(): void;
}

export interface ProviderGate {
  /** Whether one more cell may begin. Where only a pause is in the way, `onOpen` is called at its end. */
  isOpen(): boolean;
  begin(): Visit;
}

export function openProviderGate(
  most: number,
  clock: Pick<Clock, "monotonicMs" | "sleep">,
  signal: AbortSignal,
  onOpen: () => void,
): ProviderGate {
  let pace = beginPace(most);
  let running = 0;
  let isWaking = false;
  const wakeAfter = async (pauseMs: number) => {
    if (isWaking) return;
    isWaking = true;
    await clock.sleep(pauseMs, signal);
    isWaking = false;
    onOpen();
  };
  return {
    isOpen() {
      if (running >= pace.limit) return false;
      const leftMs = pace.closedUntilMs - clock.monotonicMs();
      if (leftMs > 0) void wakeAfter(leftMs);
      return leftMs <= 0;
    },
    begin() {
      const { epoch } = pace;
      let wasRefused = false;
      running += 1;
      return {
        refused(refusal) {
          wasRefused = true;
          pace = refused(pace, epoch, refusal, clock.monotonicMs());
        },
        over() {
          if (!wasRefused) pace = gotThrough(pace, epoch, running);
          running -= 1;
        },
      };
    },
  };
}
