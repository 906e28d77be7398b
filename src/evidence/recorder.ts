// Stamps events and keeps them in order. It hands each one on as it is recorded, so that a
// killed runner leaves behind what it had seen; it never reorders, edits or drops one.
import type { EvidenceEvent, UnstampedEvent } from "./event.ts";

export interface Clocks {
  /** Monotonic milliseconds. */
  monotonicMs(): number;
  /** Milliseconds since the Unix epoch. */
  wallMs(): number;
}

/**
 * `monotonicMs` is given only for an event that another process saw: it keeps its own time, while
 * its place in the evidence is where it arrived.
 */
export type RecordEvent = (event: UnstampedEvent, monotonicMs?: number) => EvidenceEvent;

export interface Recorder {
  readonly record: RecordEvent;
  readonly events: readonly EvidenceEvent[];
  /** When it began, on the clock it was given: what every `atMs` counts from. */
  readonly startMs: number;
  /** What is recorded from now on is neither kept nor handed on: the evidence is complete. */
  end(): void;
}

export function createRecorder(clocks: Clocks, onEvent?: (event: EvidenceEvent) => void): Recorder {
  const events: EvidenceEvent[] = [];
  const startMs = clocks.monotonicMs();
  let ended = false;
  return {
    events,
    startMs,
    end() {
      ended = true;
    },
    record(event, monotonicMs = clocks.monotonicMs()) {
      const stamped = {
        seq: events.length,
        atMs: Math.round((monotonicMs - startMs) * 1000) / 1000,
        wallMs: clocks.wallMs(),
        ...event,
      } as EvidenceEvent;
      if (ended) return stamped;
      events.push(stamped);
      onEvent?.(stamped);
      return stamped;
    },
  };
}
