// How long processes were ready to run and were given no processor, in a wait that ended by its bound.
import type { ChildReference } from "./child.ts";

/** Absent where the system cannot tell, and in records that did not keep it. */
export interface ProcessorWaits {
  /** How long the wait was, in milliseconds. */
  readonly ofMs: number;
  /** Those that lived at its end, by their main threads: the cell's, and the one that waited. */
  readonly processes: readonly {
    readonly pid: number;
    /** Null for the process that waited. */
    readonly child: ChildReference | null;
    readonly waitedMs: number;
  }[];
}

/** What a wait leaves in the event that tells of its end; nothing where it was met. */
export interface EndedWait {
  readonly processorWaits?: ProcessorWaits;
}
