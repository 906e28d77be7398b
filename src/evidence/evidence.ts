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
  readonly node: string;
  readonly platform: string;
}

export interface Evidence {
  readonly cell: Cell;
  readonly versions: Versions;
  readonly events: readonly EvidenceEvent[];
}

/** Whether the cell ran to its end; evidence of a killed runner stops short. */
export function isComplete(evidence: Recorded): boolean {
  return evidence.events.at(-1)?.type === "cell-ended";
}

/** The id in the session's header: the garden id, unless the agent chose one of its own. */
export function sessionIdOf({ cell, events }: Recorded & { readonly cell: Cell }): string {
  if (cell.traits.mapsIdentity !== true) return cell.gardenId;
  return firstOf({ events }, "identity-mapped")?.sessionId ?? cell.gardenId;
}

/** Anything that has recorded events: evidence, or a cell that is still running. */
export type Recorded = Pick<Evidence, "events">;

export function eventsOf<T extends EventType>(evidence: Recorded, type: T): EventOf<T>[] {
  return evidence.events.filter((event): event is EventOf<T> => event.type === type);
}

export function firstOf<T extends EventType>(evidence: Recorded, type: T): EventOf<T> | undefined {
  return evidence.events.find((event): event is EventOf<T> => event.type === type);
}

export function lastOf<T extends EventType>(evidence: Recorded, type: T): EventOf<T> | undefined {
  return evidence.events.findLast((event): event is EventOf<T> => event.type === type);
}
