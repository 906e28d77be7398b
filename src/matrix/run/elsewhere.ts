// Cells that are run on other machines: what brings them there and back, and how what comes back becomes
// the evidence of a run here.
import { decodeEvidence } from "../../evidence/codec.ts";
import type { Evidence } from "../../evidence/evidence.ts";
import { isGardenId } from "../../formats/garden-id.ts";
import { makeDirectories } from "../../world/node/make-directories.ts";
import { type Redact, redactedIn } from "../live/redact.ts";
import { cellDirectory, evidenceFile } from "../plan/layout.ts";
import type { PlannedCell } from "../plan/plan.ts";
import type { RunRecord } from "../store/run-record.ts";
import { replaceFile } from "../store/storage.ts";
import { type CellResult, cellTitle, skipped } from "../summary/result.ts";
import type { Refusal } from "./pace.ts";
import { createRefusalReader } from "./refusals.ts";

export interface Elsewhere {
  /** Called once, when the run's record is on disk and before its first cell. */
  begin(opening: BegunElsewhere): Promise<void>;
  /** Bounded in time once the signal is aborted. Rejects where nobody can say what became of the cell. */
  run(planned: PlannedCell, signal: AbortSignal): Promise<CameBack>;
  /** Nothing is run there from then on; never rejects. */
  end(isOver: boolean): Promise<void>;
}

export interface BegunElsewhere {
  readonly record: RunRecord;
  /** Of this machine: another build's cells would be other ones. */
  readonly build: string;
  readonly redact: Redact;
}

/** A machine that ended while it ran the cell, which was then run again. */
interface LostAttempt {
  readonly gardenId: string;
  readonly because: string;
  /** What it had recorded, as far as it is known; null where it is not. */
  readonly evidence: string | null;
}

export interface CameBack {
  /** The evidence file's text, or why there is none. */
  readonly outcome:
    | { readonly evidence: string; readonly durationMs: number }
    | { readonly never: string; readonly isUnknown: boolean };
  readonly lost: readonly LostAttempt[];
  /** To be called once the journal has the result. */
  settled(): void;
}

export type ComeHome =
  | { readonly evidence: Evidence; readonly durationMs: number; settled(): void }
  | { readonly result: CellResult; settled(): void };

interface Home {
  readonly runDirectory: string;
  readonly redact: Redact;
  /** Of each attempt that was lost, before the result. */
  onLost(result: CellResult): void;
}

/** Writes what came back as if it had been run here. @throws Error where it is of another cell. */
export function bringHome(
  { cell }: PlannedCell,
  { outcome, lost, settled }: CameBack,
  { onRefused }: { onRefused(refusal: Refusal): void },
  { runDirectory, redact, onLost }: Home,
): ComeHome {
  for (const { gardenId, because, evidence } of lost) {
    if (evidence !== null) write(runDirectory, gardenId, redactedLines(evidence, redact));
    onLost({ ...skipped({ ...cell, gardenId }, because, true), verdict: "unknown" });
  }
  if ("never" in outcome) {
    const result = skipped(cell, outcome.never, true);
    return { result: outcome.isUnknown ? { ...result, verdict: "unknown" } : result, settled };
  }
  const text = redactedLines(outcome.evidence, redact);
  const { evidence } = decodeEvidence(text);
  if (cellTitle(evidence.cell) !== cellTitle(cell)) {
    throw new Error(`evidence of ${cellTitle(evidence.cell)} came back for ${cellTitle(cell)}`);
  }
  write(runDirectory, evidence.cell.gardenId, text);
  const refusalIn = createRefusalReader(evidence.cell);
  for (const event of evidence.events) {
    const refusal = refusalIn(event);
    if (refusal !== null) onRefused(refusal);
  }
  return { evidence, durationMs: outcome.durationMs, settled };
}

/** String by string: a secret that is cut out of a line of JSON may leave half an escape. */
const redactedLines = (text: string, redact: Redact): string =>
  text
    .split("\n")
    .map((line) => {
      try {
        return JSON.stringify(redactedIn(JSON.parse(line), redact));
      } catch {
        // Torn, as a killed writer leaves it; or the end.
        return redact(line);
      }
    })
    .join("\n");

function write(runDirectory: string, gardenId: string, text: string): void {
  if (!isGardenId(gardenId)) throw new Error(`no garden id came back: ${gardenId}`);
  makeDirectories(cellDirectory(runDirectory, gardenId), 0o700);
  replaceFile(evidenceFile(runDirectory, gardenId), text);
}
