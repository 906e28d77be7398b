// What stands on a row of the timeline, and how bars are found between events. Pure.
import type { EvidenceEvent } from "../../../evidence/event.ts";

export interface Bar {
  /** What its two ends have in common. */
  readonly key: string;
  readonly label: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** The events at its ends. */
  readonly seqs: readonly number[];
  readonly isBad: boolean;
  /** Its end was not recorded: it is drawn to the end of the record. */
  readonly isOpen: boolean;
}

export interface Mark {
  readonly seq: number;
  readonly atMs: number;
  readonly label: string;
  readonly isHollow: boolean;
}

export interface Row {
  readonly name: string;
  readonly bars: readonly Bar[];
  readonly marks: Mark[];
}

export const row = (name: string, bars: readonly Bar[], marks: Mark[] = []): Row => ({
  name,
  bars,
  marks,
});

interface Ends {
  /** The key, or null for an event that begins nothing. */
  begins(event: EvidenceEvent): string | null;
  ends(event: EvidenceEvent): string | null;
  label(key: string): string;
  /** By the event that ends it. */
  isBad(event: EvidenceEvent): boolean;
}

export function barsBetween(events: readonly EvidenceEvent[], endMs: number, ends: Ends): Bar[] {
  return events.flatMap((first, index): Bar[] => {
    const key = ends.begins(first);
    if (key === null) return [];
    const last = events.slice(index + 1).find((event) => ends.ends(event) === key);
    return [
      {
        key,
        label: ends.label(key),
        fromMs: first.atMs,
        toMs: last?.atMs ?? endMs,
        seqs: last === undefined ? [first.seq] : [first.seq, last.seq],
        isBad: last !== undefined && ends.isBad(last),
        isOpen: last === undefined,
      },
    ];
  });
}

export function pointRow(
  name: string,
  events: readonly EvidenceEvent[],
  labelOf: (event: EvidenceEvent) => string | null,
): Row {
  const marks = events.flatMap((event): Mark[] => {
    const label = labelOf(event);
    return label === null ? [] : [{ seq: event.seq, atMs: event.atMs, label, isHollow: false }];
  });
  return row(name, [], marks);
}
