// Puts each release where it began. The gate records it once the disk has been read again, and
// another dispatcher may have taken the freed lock by then: that is no second holder.
import type { EvidenceEvent } from "../evidence/event.ts";
import type { Evidence } from "../evidence/evidence.ts";

export interface ReleaseStart {
  readonly dispatch: number;
  /** Number of the event that came next when the release began. */
  readonly seq: number;
}

export function placeReleases(evidence: Evidence, starts: readonly ReleaseStart[]): Evidence {
  const left = [...starts];
  const moved = new Map<EvidenceEvent, number>();
  for (const event of evidence.events) {
    if (event.type !== "lock-released") continue;
    const index = left.findIndex(({ dispatch }) => dispatch === event.dispatch);
    const [start] = index < 0 ? [] : left.splice(index, 1);
    if (start) moved.set(event, lastOwn(evidence, start, event));
  }
  if (moved.size === 0) return evidence;
  const place = (event: EvidenceEvent) => moved.get(event) ?? event.seq;
  const events = [...evidence.events].sort((left, right) => place(left) - place(right));
  return { ...evidence, events: events.map((event, seq) => ({ ...event, seq })) };
}

/** After what the gate asked of the child while the lock was still held. */
function lastOwn({ events }: Evidence, start: ReleaseStart, release: EvidenceEvent): number {
  const asked = events
    .slice(start.seq, release.seq)
    .findLast((event) => "moment" in event && event.moment === "at-release");
  return Math.max(start.seq - 0.5, (asked?.seq ?? 0) + 0.25);
}
