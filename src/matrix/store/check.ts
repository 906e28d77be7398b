// Judges recorded evidence again: reads a run's directory and writes nothing. A planned cell
// without a journal line was not run, whatever its directory holds.
import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Evidence } from "../../evidence/evidence.ts";
import type { Invariant } from "../../invariants/invariant.ts";
import type { CellJudgement } from "../../invariants/judge.ts";
import { cutShort } from "../../invariants/reading/checks.ts";
import { whyUntested } from "../../invariants/reading/untested.ts";
import { linesOfRegularFile } from "../../world/node/regular-file.ts";
import { keepHeapSmall } from "../../world/node/small-heap.ts";
import { UsageError } from "../../world/usage-error.ts";
import { messageOf } from "../../world/world.ts";
import { flagsOf } from "../config/config.ts";
import type { Parts } from "../parts.ts";
import { evidenceFile, journalFile } from "../plan/layout.ts";
import { createBrief } from "../summary/brief.ts";
import { measuresOf } from "../summary/measures.ts";
import { type CellResult, type Coordinates, cellTitle, skipped } from "../summary/result.ts";
import { type RunFacts, type Summary, summarise } from "../summary/summary.ts";
import { createBriefPlanned } from "./brief-plan.ts";
import { readStamp } from "./canary-record.ts";
import { damageIn } from "./damage.ts";
import { type DamagedLine, decodeJournalLines, JournalFormatError } from "./journal.ts";
import { readEvidence } from "./read-evidence.ts";
import { absentClaims } from "./recorded-claims.ts";
import { type RunRecord, requireRunRecord, shardOf } from "./run-record.ts";
import { type WholeOf, wholeResults } from "./whole.ts";

export interface Checked {
  readonly summary: Summary;
  /** What a reader should know besides: changed verdicts, damaged lines and files. */
  readonly notices: readonly string[];
  /** Of a brief summary, a cell with all that its claims said: it is judged once more. */
  readonly wholeOf: WholeOf;
}

export interface Recorded {
  readonly record: RunRecord;
  readonly results: readonly CellResult[];
  readonly gardenIds: ReadonlySet<string>;
  readonly damaged: readonly DamagedLine[];
}

type Keep = (result: CellResult) => CellResult;

/** @throws UsageError for a directory that is not a run, or a journal that cannot be read. */
export function readRun(directory: string, keep?: Keep): Recorded {
  return { record: requireRunRecord(directory), ...readJournal(directory, keep) };
}

/** What is left of a run whose record may be damaged. @throws UsageError where it is damaged too. */
export function readJournal(directory: string, keep?: Keep): Omit<Recorded, "record"> {
  const path = join(directory, journalFile);
  if (!existsSync(path)) return { results: [], gardenIds: new Set(), damaged: [] };
  try {
    return decodeJournalLines(linesOfRegularFile(path), keep);
  } catch (error) {
    if (!(error instanceof JournalFormatError)) {
      throw new UsageError(`${path} cannot be read: ${messageOf(error)}. Mend it or move it away.`);
    }
    throw new UsageError(
      `${path}: ${error.message}. Restore it from a copy; the run's evidence lies beside it, unharmed.`,
    );
  }
}

export interface CheckOptions {
  /** Leaves out what claims said where they held, so that very many cells fit. */
  readonly brief?: boolean;
}

/**
 * Judges with the built-in claims and `own`; what it cannot judge by any more is unknown. It holds
 * one cell's evidence at a time.
 */
export function checkRun(
  directory: string,
  judge: Parts["judge"],
  own: readonly Invariant[] = [],
  { brief = false }: CheckOptions = {},
): Checked {
  if (brief) keepHeapSmall();
  const kept = brief ? createBrief() : (cell: CellResult) => cell;
  const { plan, facts, absent } = opened(directory, own);
  const { take, damage } = journalled(directory, plan, kept);
  const asRecorded = (evidence: Evidence) => judge(evidence, [...own, ...absent.standIns]);
  const notices = [...damage.notices, ...absent.notices];
  const cells = plan.map((planned) => {
    const title = cellTitle(planned);
    // What comes in its place is enough to hold.
    const result = take(planned);
    if (result === undefined) return notRun(planned, damage.whyLost(title));
    if (result.verdict === "skip") return result;
    const again = gravest(result, (each) => judgeAgain(directory, each, asRecorded));
    if (again.damaged) notices.push(`${title}: ${again.because}`);
    if (again.verdict !== result.verdict) {
      notices.push(`${title}: was ${result.verdict}, is ${again.verdict}`);
    }
    return kept(again);
  });
  const wholeOf = wholeResults(directory, asRecorded);
  return { summary: summarise(cells, facts), notices, wholeOf };
}

/** Of the record no more than is needed: of very many cells it is large. */
function opened(directory: string, own: readonly Invariant[]) {
  const record = requireRunRecord(directory, createBriefPlanned());
  const { run, config, versions } = record;
  const facts: RunFacts = {
    run,
    directory,
    fidelity: config.fidelity,
    versions,
    interrupted: false,
    flags: flagsOf(config),
    known: config.known ?? [],
    shard: shardOf(record),
    // Judged by the claims of this build, so it is this build whose canaries count.
    canaries: readStamp(dirname(directory)),
  };
  return { facts, plan: record.plan, absent: absentClaims(record, own) };
}

/** Everything is judged and measured again, so that the journal's own word on it is not held. */
function journalled(directory: string, plan: RunRecord["plan"], kept: Keep) {
  const { results, damaged } = readJournal(directory, ({ measures: _, ...result }) =>
    kept({ ...result, claims: [] }),
  );
  // By row and number: a title for each of very many cells would take as much as its result.
  const rows = Map.groupBy(results, rowOf);
  const byRow = new Map(
    [...rows].map(([row, own]) => [row, new Map(own.map((each) => [each.repetition, each]))]),
  );
  const take = (cell: Coordinates): CellResult | undefined => {
    const row = byRow.get(rowOf(cell));
    const result = row?.get(cell.repetition);
    row?.delete(cell.repetition);
    return result;
  };
  // Titles are made only where a line is damaged.
  const titles =
    damaged.length > 0 ? new Set(results.map((result) => cellTitle(result))) : new Set<string>();
  return { take, damage: damageIn(directory, damaged, { plan, titles }) };
}

const rowOf = (cell: Coordinates) => cellTitle({ ...cell, repetition: 0 });

/** An attempt that fails by today's claims has failed: no later one takes that back. */
function gravest(result: CellResult, judged: (each: CellResult) => CellResult): CellResult {
  const earlier = (result.attempts ?? []).map((attempt) => judged({ ...result, ...attempt }));
  return earlier.find(({ verdict }) => verdict === "fail") ?? judged(result);
}

function notRun(planned: RunRecord["plan"][number], lost: string | null): CellResult {
  const because = planned.skip ?? lost ?? "not run: the runner ended before this cell did";
  const cell = skipped({ ...planned, gardenId: "" }, because, planned.skip === null);
  return lost === null ? cell : { ...cell, damaged: true };
}

function judgeAgain(
  directory: string,
  result: CellResult,
  judge: (evidence: Evidence) => CellJudgement,
): CellResult {
  const path = evidenceFile(directory, result.gardenId);
  try {
    const evidence = readEvidence(directory, result);
    const short = cutShort(evidence);
    const because = short ?? whyUntested(evidence);
    const measures = measuresOf(evidence);
    return { ...result, ...judge(evidence), because, unfinished: short !== null, measures };
  } catch (error) {
    const because = `its evidence is damaged or missing: ${relative(directory, path)}: ${messageOf(error)}`;
    return { ...result, verdict: "unknown", claims: [], because, unfinished: true, damaged: true };
  }
}
