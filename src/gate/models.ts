// Where a cell's model comes from: the embedded provider, the real ones, or a simulation.
import type { Cell } from "../evidence/cell.ts";
import type { EventBodies } from "../evidence/event.ts";
import type { Behaviour } from "../loopback/behaviour.ts";

/** A request as the gate records it, before it knows which turn it belongs to. */
export type ObservedRequest = Omit<EventBodies["model-requested"], "turn">;

export interface CellModel {
  /** What every child of the cell finds in its environment, besides the agent's own variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** Files of the agent's directory, by name; empty where that directory is the user's. */
  readonly agentFiles: Readonly<Record<string, string>>;
  /** What the next model requests meet, and what all later ones do. */
  behave(sequence: readonly Behaviour[], then?: Behaviour): void;
  close(): void;
}

export interface ModelSource {
  /** Whether requests can be observed and faults injected. */
  readonly observable: boolean;
  open(cell: Cell, onRequest: (request: ObservedRequest) => void): CellModel;
}
