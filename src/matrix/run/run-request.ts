// What a run is asked for, whether it is a new one or one to go on with.

import type { Place } from "../store/run-directory.ts";
import type { Checkout, RunRecord } from "../store/run-record.ts";
import type { CellResult } from "../summary/result.ts";
import type { Elsewhere } from "./elsewhere.ts";
import type { Prepared } from "./prepare.ts";

export interface RunRequest {
  readonly prepared: Prepared;
  readonly place: Place;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly maxFailures: number | null;
  /** Starts no more cells after so many unknown results (default: no limit). */
  readonly maxUnknown?: number | null;
  /** How long one cell may take, and all of them together, in milliseconds (default: as long as they take). */
  readonly cellTimeoutMs?: number | null;
  readonly globalTimeoutMs?: number | null;
  /** What its cells may take (default: whatever they take). */
  readonly spending?: Spending;
  readonly keep: boolean;
  /** How often a cell that was not tested is tried again (default: never). */
  readonly retries?: number;
  /** A run to go on with; its finished cells are not run again. */
  readonly continued: ContinuedRun | null;
  /** The options that choose its cells, as typed (default: none). */
  readonly chosenBy?: readonly string[];
  /** What runs its cells on other machines (default: they are run here). */
  readonly elsewhere?: Elsewhere | null;
  /** Its summary leaves out what claims said where they held: the journal has it, and very many cells fit. */
  readonly brief?: boolean;
  /** Where lanes of the run are of a checkout of entwurf. */
  readonly checkout?: Checkout | null;
}

interface Spending {
  /** US dollars, for the whole run. */
  readonly budgetUsd?: number;
  /** Tokens, for each cell. */
  readonly tokenLimit?: number;
}

export interface ContinuedRun {
  readonly directory: string;
  readonly record: RunRecord;
  /** Results of the cells that ran to their end. */
  readonly finished: readonly CellResult[];
  /** Of those that are run again; what was kept of them goes. */
  readonly cutShort: readonly CellResult[];
  /** Damaged lines of its journal, in words. */
  readonly notices: readonly string[];
}
