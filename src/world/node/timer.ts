// Node turns a timer beyond 32 bits into one of a millisecond. What is that far away never comes
// anyway: it is waited for as long as a timer can.

const longestMs = 2 ** 31 - 1;

/** The delay in milliseconds as Node's timers can hold it. */
export const timerMs = (durationMs: number): number => Math.min(durationMs, longestMs);
