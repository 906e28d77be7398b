// How many cells at once a provider stands, learnt from what it refuses: additive increase, multiplicative
// decrease. Pure: time is handed in.

export interface Pace {
  /** Cells at once; between 1 and `most`. */
  readonly limit: number;
  readonly most: number;
  /** How often the limit was lowered. A cell that began before the last time says nothing of the limit now. */
  readonly epoch: number;
  /** The limit was raised since it was last lowered: it is nearly right. */
  readonly raised: boolean;
  /** Cells that got through at this limit. */
  readonly admitted: number;
  /** Rounds of cells that must get through before the limit is raised; doubled by each raise that fails. */
  readonly patience: number;
  /** Lowerings since a cell last got through; each doubles the pause. */
  readonly inARow: number;
  /** On the monotonic clock: no cell is begun before. */
  readonly closedUntilMs: number;
}

/** A provider's 429. */
export interface Refusal {
  /** What the provider asked for; null where it asked for nothing. */
  readonly retryAfterMs: number | null;
}

/** Where the provider names none. */
const firstPauseMs = 1_000;
const longestOwnPauseMs = 60_000;
/** A provider that asks for more is asked again after this. */
const longestPauseMs = 15 * 60_000;
const leastPatience = 1 / 2;
const mostPatience = 8;

export const beginPace = (most: number): Pace => ({
  limit: most,
  most,
  epoch: 0,
  raised: false,
  admitted: 0,
  patience: leastPatience,
  inARow: 0,
  closedUntilMs: 0,
});

/** After a 429 to a cell that began in `epoch`. */
export function refused(pace: Pace, epoch: number, refusal: Refusal, nowMs: number): Pace {
  const ownMs = Math.min(firstPauseMs * 2 ** pace.inARow, longestOwnPauseMs);
  const isNews = epoch === pace.epoch;
  // One burst of refusals is one piece of news; only what the provider asks for is heard each time.
  const pauseMs = Math.min(refusal.retryAfterMs ?? (isNews ? ownMs : 0), longestPauseMs);
  const closedUntilMs = Math.max(pace.closedUntilMs, nowMs + pauseMs);
  if (!isNews) return { ...pace, closedUntilMs };
  // A limit that was just raised is a little too high; one that never was may be far off.
  const lower = pace.raised ? Math.ceil((pace.limit * 3) / 4) : Math.floor(pace.limit / 2);
  return {
    most: pace.most,
    limit: Math.max(1, Math.min(pace.limit - 1, lower)),
    epoch: pace.epoch + 1,
    raised: false,
    admitted: 0,
    // A limit that was halved may be far too low: it is raised fast until a raise fails.
    patience: pace.raised ? Math.min(pace.patience * 2, mostPatience) : leastPatience,
    inARow: pace.inARow + 1,
    closedUntilMs,
  };
}

/** After a cell that began in `epoch` and was never refused; `running` are those beside it, with it. */
export function gotThrough(pace: Pace, epoch: number, running: number): Pace {
  const after = { ...pace, inARow: 0 };
  // Fewer at once than allowed show nothing of what is allowed.
  if (epoch !== pace.epoch || running < pace.limit || pace.limit === pace.most) return after;
  const admitted = pace.admitted + 1;
  if (admitted < pace.limit * pace.patience) return { ...after, admitted };
  // A second raise in a row means that the first one held.
  const patience = pace.raised ? leastPatience : pace.patience;
  return { ...after, admitted: 0, limit: pace.limit + 1, raised: true, patience };
}
