// The record of one cell: a header that names what was proved, then the events in order.
// Everything that is ever said about a cell is computed from this value.
import type { Cell } from "./cell.ts";
import type { EventOf, EventType, EvidenceEvent } from "./event.ts";

/** What the evidence is evidence of. */
export interface Versions {
  readonly tool: string;
  /** The tool's commit, with `-dirty` when its tree had changes; null outside a checkout. */
  readonly commit: string | null;
  readonly agent: string;
  /** Absent where it was pi, as it is in records of older builds. */
  readonly agentName?: string;
  /** The command that was the agent; absent in records of builds that did not keep it. */
  readonly agentCommand?: string;
  /** Whose list of models the targets and their wire formats were read from; absent likewise. */
  readonly catalog?: string;
  readonly node: string;
  readonly platform: string;
}

export interface Evidence {
  readonly cell: Cell;
  readonly versions: Versions;
  readonly events: readonly EvidenceEvent[];
}

/** Whether the cell ran to its end; evidence of a killed runner stops short. */
export function isComplete(evidence: WithEvents): boolean {
  return evidence.events.at(-1)?.type === "cell-ended";
}

/** The id in the session's header: the garden id, unless the agent chose one of its own. */
export function sessionIdOf({ cell, events }: WithEvents & { readonly cell: Cell }): string {
  if (cell.traits.mapsIdentity !== true) return cell.gardenId;
  return firstOf({ events }, "identity-mapped")?.sessionId ?? cell.gardenId;
}

/** Anything that has recorded events: evidence, or a cell that is still running. */
export type WithEvents = Pick<Evidence, "events">;

export function eventsOf<T extends EventType>(evidence: WithEvents, type: T): EventOf<T>[] {
  return [...ofType(evidence, type)];
}

export function firstOf<T extends EventType>(
  evidence: WithEvents,
  type: T,
): EventOf<T> | undefined {
  return ofType(evidence, type)[0];
}

export function lastOf<T extends EventType>(evidence: WithEvents, type: T): EventOf<T> | undefined {
  return ofType(evidence, type).at(-1);
}

interface Index {
  readonly events: readonly EvidenceEvent[];
  readonly byType: Map<EventType, EvidenceEvent[]>;
  /** How many events it holds; a cell that is still running records more. */
  count: number;
}

/**
 * Keeps what `read` made of the record that was asked last, as long as nothing is added to it: one
 * claim after the other asks the same of one record. What it returns is shared, never to be changed.
 */
export function ofLastAsked<T>(read: (evidence: Evidence) => T): (evidence: Evidence) => T {
  let last: { evidence: Evidence; count: number; value: T } | null = null;
  return (evidence) => {
    const count = evidence.events.length;
    if (last?.evidence === evidence && last.count === count) return last.value;
    const value = read(evidence);
    last = { evidence, count, value };
    return value;
  };
}

const none: readonly never[] = [];

const createIndex = (events: Index["events"]): Index => ({ events, byType: new Map(), count: 0 });

/**
 * Of the record that was asked last: every claim asks it by type, and a running cell after each
 * event. One is enough, and a WeakMap of them makes each minor garbage collection six times as long.
 */
let index = createIndex(none);

function ofType<T extends EventType>({ events }: WithEvents, type: T): readonly EventOf<T>[] {
  if (index.events !== events) index = createIndex(events);
  const { byType } = index;
  for (; index.count < events.length; index.count += 1) {
    const event = events[index.count] as EvidenceEvent;
    const group = byType.get(event.type);
    if (group) group.push(event);
    else byType.set(event.type, [event]);
  }
  return (byType.get(type) ?? none) as readonly EventOf<T>[];
}
