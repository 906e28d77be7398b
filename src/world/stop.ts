// Calls a wait off. Waits are ended by the dozen in every cell, and a platform's AbortController
// makes an error and an event for each that nobody looks at.

/** What a wait needs of an AbortSignal; every AbortSignal is one. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

export interface Stop {
  readonly signal: StopSignal;
  /** Calls every listener; from the second time on it does nothing. */
  stop(): void;
}

export function createStop(): Stop {
  const listeners = new Set<() => void>();
  const signal = {
    aborted: false,
    addEventListener(_type: "abort", listener: () => void) {
      listeners.add(listener);
    },
    removeEventListener(_type: "abort", listener: () => void) {
      listeners.delete(listener);
    },
  };
  return {
    signal,
    stop() {
      if (signal.aborted) return;
      signal.aborted = true;
      for (const listener of listeners) listener();
    },
  };
}
