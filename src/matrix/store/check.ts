// Judges recorded evidence again: reads a run's directory and writes nothing. A planned cell
// without a journal line was not run, whatever its directory holds.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Evidence } from "../../evidence/evidence.ts";
import type { Invariant } from "../../invariants/invariant.ts";
import type { CellJudgement } from "../../invariants/judge.ts";
import { cutShort } from "../../invariants/reading/checks.ts";
import { whyUntested } from "../../invariants/reading/untested.ts";
import { readRegularFile } from "../../world/node/regular-file.ts";
import { UsageError } from "../../world/usage-error.ts";
import { messageOf } from "../../world/world.ts";
import { flagsOf } from "../config/config.ts";
import type { Parts } from "../parts.ts";
import { journalFile } from "../plan/layout.ts";
import { measuresOf } from "../summary/measures.ts";
import { type CellResult, cellTitle, skipped } from "../summary/result.ts";
import { type Summary, summarise } from "../summary/summary.ts";
import { readStamp } from "./canary-record.ts";
import { decodeJournal, JournalFormatError } from "./journal.ts";
import { readEvidence } from "./read-evidence.ts";
import { absentClaims } from "./recorded-claims.ts";
import { type RunRecord, requireRunRecord } from "./run-record.ts";

export interface Checked {
  readonly summary: Summary;
  /** What a reader should know besides: changed verdicts, a torn journal. */
  readonly notices: readonly string[];
}

export interface Recorded {
  readonly record: RunRecord;
  readonly results: readonly CellResult[];
  readonly gardenIds: ReadonlySet<string>;
  readonly torn: boolean;
}

/** @throws UsageError for a directory that is not a run, or a journal that cannot be read. */
export function readRun(directory: string): Recorded {
  return { record: requireRunRecord(directory), ...readJournal(directory) };
}

/** What is left of a run whose record may be damaged. @throws UsageError where it is damaged too. */
export function readJournal(directory: string): Omit<Recorded, "record"> {
  const path = join(directory, journalFile);
  if (!existsSync(path)) return { results: [], gardenIds: new Set(), torn: false };
  try {
    return decodeJournal(readRegularFile(path));
  } catch (error) {
    if (!(error instanceof JournalFormatError)) {
      throw new UsageError(`${path} cannot be read: ${messageOf(error)}. Mend it or move it away.`);
    }
    throw new UsageError(
      `${path}: ${error.message}. Restore it from a copy; the run's evidence lies beside it, unharmed.`,
    );
  }
}

/** Judges with the built-in claims and `own`; what it cannot judge by any more is unknown. */
export function checkRun(
  directory: string,
  judge: Parts["judge"],
  own: readonly Invariant[] = [],
): Checked {
  const { record, results, torn } = readRun(directory);
  const absent = absentClaims(record, own);
  const asRecorded = (evidence: Evidence) => judge(evidence, [...own, ...absent.standIns]);
  const tornLine = "The journal's last line is torn: that cell counts as not run.";
  const notices = [...(torn ? [tornLine] : []), ...absent.notices];
  const byTitle = new Map(results.map((result) => [cellTitle(result), result]));
  const cells = record.plan.map((planned) => {
    const result = byTitle.get(cellTitle(planned));
    if (result === undefined) return notRun(planned);
    if (result.verdict === "skip") return result;
    const again = judgeAgain(directory, result, asRecorded);
    if (again.verdict !== result.verdict) {
      notices.push(`${cellTitle(result)}: was ${result.verdict}, is ${again.verdict}`);
    }
    return again;
  });
  const facts = {
    run: record.run,
    directory,
    fidelity: record.config.fidelity,
    versions: record.versions,
    interrupted: false,
    flags: flagsOf(record.config),
    known: record.config.known ?? [],
    // Judged by the claims of this build, so it is this build whose canaries count.
    canaries: readStamp(dirname(directory)),
  };
  return { summary: summarise(cells, facts), notices };
}

function notRun(planned: RunRecord["plan"][number]): CellResult {
  const because = planned.skip ?? "not run: the runner ended before this cell did";
  return skipped({ ...planned, gardenId: "" }, because, planned.skip === null);
}

function judgeAgain(
  directory: string,
  result: CellResult,
  judge: (evidence: Evidence) => CellJudgement,
): CellResult {
  try {
    const evidence = readEvidence(directory, result);
    const short = cutShort(evidence);
    const because = short ?? whyUntested(evidence);
    const measures = measuresOf(evidence);
    return { ...result, ...judge(evidence), because, unfinished: short !== null, measures };
  } catch (error) {
    const because = `its evidence cannot be read: ${messageOf(error)}`;
    return { ...result, verdict: "unknown", claims: [], because, unfinished: true };
  }
}
