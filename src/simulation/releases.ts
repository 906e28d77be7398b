// Puts each release where it began. The gate records it once the disk has been read again, and
// another dispatcher may have taken the freed lock by then: that is no second holder.
import type { EvidenceEvent } from "../evidence/event.ts";
import type { Evidence } from "../evidence/evidence.ts";

export interface ReleaseSpan {
  /** Number of the event that came next when the release began. */
  readonly began: number;
  /** When that was, in milliseconds since the cell began. */
  readonly atMs: number;
  /** Number of the release's own event. */
  readonly recorded: number;
}

export function placeReleases(evidence: Evidence, spans: readonly ReleaseSpan[]): Evidence {
  if (spans.every(({ began, recorded }) => began === recorded)) return evidence;
  const moved = new Map(spans.map((span) => [span.recorded, span]));
  const place = ({ seq }: EvidenceEvent) => {
    const span = moved.get(seq);
    return span ? span.began - 0.5 : seq;
  };
  const events = evidence.events
    .toSorted((left, right) => place(left) - place(right))
    .map((event, seq) => ({ ...event, seq, atMs: moved.get(event.seq)?.atMs ?? event.atMs }));
  return { ...evidence, events };
}
