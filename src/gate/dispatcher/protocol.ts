// What the gate and a dispatcher in a process of its own tell each other: one request in a file of
// the cell, then events line by line. Plain data, without any secret.
import type { AgentDescription } from "../../agents/agent.ts";
import type { Cell } from "../../evidence/cell.ts";
import type { EvidenceEvent } from "../../evidence/event.ts";
import type { Versions } from "../../evidence/evidence.ts";
import type { Intent } from "../../formats/intent.ts";

/** Something with a name that another process has to find again: a lane, a scenario. */
export interface Reference {
  readonly name: string;
  /** The module that exports it; unset for what is built in. */
  readonly module?: string;
}

/** All that the other process is told; plain data in a file of the cell, without any secret. */
export interface DispatcherRequest {
  readonly cell: Cell;
  readonly lane: Reference;
  readonly scenario: Reference;
  readonly agent: AgentDescription;
  readonly versions: Versions;
  readonly dispatch: number;
  readonly intent: Intent;
  readonly message: string;
  readonly eventsPath: string;
  /** When this file appears the dispatch begins, so that several begin together. */
  readonly startPath: string;
  /** Lives on after its dispatch came back, until it is ended. */
  readonly stays: boolean;
  /** The addressee (default: the cell's own id). */
  readonly gardenId: string;
}

/** One event with the time at which that process saw it, on the machine's monotonic clock. */
export interface ForeignEvent {
  readonly monotonicMs: number;
  readonly event: EvidenceEvent;
}
