// Puts each release where it began. The gate records it once the disk has been read again, and
// another dispatcher may have taken the freed lock by then: that is no second holder.
import type { EvidenceEvent } from "../evidence/event.ts";
import type { Evidence } from "../evidence/evidence.ts";

export interface ReleaseSpan {
  /** Number of the event that came next when the release began. */
  readonly began: number;
  /** Number of the release's own event. */
  readonly recorded: number;
}

export function placeReleases(evidence: Evidence, spans: readonly ReleaseSpan[]): Evidence {
  const moved = new Map(spans.map(({ began, recorded }) => [recorded, began - 0.5]));
  if (spans.every(({ began, recorded }) => began === recorded)) return evidence;
  const place = ({ seq }: EvidenceEvent) => moved.get(seq) ?? seq;
  const events = evidence.events.toSorted((left, right) => place(left) - place(right));
  return { ...evidence, events: events.map((event, seq) => ({ ...event, seq })) };
}
