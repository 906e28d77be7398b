// Stamps events and keeps them in order. It hands each one on as it is recorded, so that a
// killed runner leaves behind what it had seen; it never reorders, edits or drops one.
import type { EvidenceEvent, UnstampedEvent } from "./event.ts";

export interface Clocks {
  /** Monotonic milliseconds. */
  monotonicMs(): number;
  /** Milliseconds since the Unix epoch. */
  wallMs(): number;
}

export type Record = (event: UnstampedEvent) => EvidenceEvent;

export interface Recorder {
  readonly record: Record;
  readonly events: readonly EvidenceEvent[];
}

export function createRecorder(clocks: Clocks, onEvent?: (event: EvidenceEvent) => void): Recorder {
  const events: EvidenceEvent[] = [];
  const startMs = clocks.monotonicMs();
  return {
    events,
    record(event) {
      const stamped = {
        seq: events.length,
        atMs: Math.round((clocks.monotonicMs() - startMs) * 1000) / 1000,
        wallMs: clocks.wallMs(),
        ...event,
      } as EvidenceEvent;
      events.push(stamped);
      onEvent?.(stamped);
      return stamped;
    },
  };
}
