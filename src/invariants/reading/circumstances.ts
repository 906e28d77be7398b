// What can happen in a simulated case that takes promises away. A claim that is not to be asked
// everywhere says by these when it is; in a run of real processes they play no part.

export interface Circumstances {
  /** A dispatcher died before it had returned. */
  readonly died: boolean;
  /** The disk failed a dispatcher. */
  readonly failed: boolean;
  /** There is one dispatcher, which nobody's lock has to keep out. */
  readonly alone: boolean;
  /** A lock was retained for a child, and another dispatcher came after its own had gone. */
  readonly orphaned: boolean;
  /** A child left something at its socket's place that nobody may take away. */
  readonly littered: boolean;
  /** Somebody got the lock, so a dead holder's is gone. */
  readonly acquired: boolean;
  /** What stood at the lock's place at first, or befell it later by somebody's hand. */
  readonly lock: "free" | "dead-holder" | "not-ours-to-take" | "touched-by-hand";
  /** The record of the session itself cannot be read. */
  readonly recordCorrupt: boolean;
}

/** What simulation asks of a claim. */
export interface SimulatedPart {
  /** Whether the claim must hold in such a case. */
  asked(circumstances: Circumstances): boolean;
  /** One sentence: why it is not asked in the others. */
  readonly otherwise: string;
}

/** Nobody who is no dispatcher has laid hands on the lock. */
export const untouched = ({ lock }: Circumstances): boolean => lock !== "touched-by-hand";

/** A hand at the lock lets nobody in where there is nobody else. */
export const keptApart = (circumstances: Circumstances): boolean =>
  circumstances.alone || untouched(circumstances);

/** Every dispatcher ended as it meant to, and no lock outlived the one that it names. */
export const endedWhole = ({ died, failed, orphaned }: Circumstances): boolean =>
  !died && !failed && !orphaned;

/** Where a case is drawn at random, nothing can be said of it. */
export const never = (): boolean => false;
