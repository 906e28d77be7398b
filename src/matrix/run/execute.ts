// Runs one planned cell and brings it to disk: directories, evidence as it happens, the verdict,
// the journal. It returns only when the result is flushed; a failed write ends the run.
import { mkdirSync, rmSync } from "node:fs";
import { dirname, relative } from "node:path";
import type { Cell } from "../../evidence/cell.ts";
import { encodeEvent, encodeHeader } from "../../evidence/codec.ts";
import type { EvidenceEvent } from "../../evidence/event.ts";
import type { Evidence } from "../../evidence/evidence.ts";
import type { CellJudgement } from "../../invariants/judge.ts";
import { cutShort } from "../../invariants/reading/checks.ts";
import { whyUntested } from "../../invariants/reading/untested.ts";
import { inHand } from "../../world/node/in-hand.ts";
import { bounded } from "../../world/time-is-up.ts";
import type { Clock } from "../../world/world.ts";
import { type Redact, redactedIn } from "../live/redact.ts";
import type { Runner } from "../parts.ts";
import { evidenceFile, ownDirectories } from "../plan/layout.ts";
import type { PlannedCell } from "../plan/plan.ts";
import { encodeResult } from "../store/journal.ts";
import { redactFiles } from "../store/redact-files.ts";
import { type AppendFile, openAppend, stored } from "../store/storage.ts";
import { createBrief } from "../summary/brief.ts";
import { measuresOf } from "../summary/measures.ts";
import { type Attempt, type CellResult, cellTitle } from "../summary/result.ts";
import { bringHome, type ComeHome, type Elsewhere } from "./elsewhere.ts";
import type { Refusal } from "./pace.ts";
import { createRefusalReader } from "./refusals.ts";
import { asAttempt, type TryAgain } from "./retries.ts";
import type { RunPlanned } from "./schedule.ts";

export interface ExecuteContext {
  readonly runDirectory: string;
  readonly runner: Runner;
  readonly journal: AppendFile;
  readonly redact: Redact;
  /** Keeps the files of a cell that passed, too. */
  readonly keep: boolean;
  readonly clock: Pick<Clock, "monotonicMs" | "sleep">;
  /** How long a cell may take, in milliseconds; null for no bound but those of its phases. */
  readonly cellTimeoutMs: number | null;
  judge(evidence: Evidence): CellJudgement;
  readonly tryAgain: TryAgain;
  /** Runs its cells on other machines (default: here). */
  readonly elsewhere?: Elsewhere | null;
  onStarted(cell: Cell): void;
  /** Each one as it is written. */
  onEvent(cell: Cell, event: EvidenceEvent): void;
  /** Of a run that another one follows. */
  onAttempt(result: CellResult): void;
  onResult(result: CellResult): void;
}

export function createExecutor(context: ExecuteContext): RunPlanned {
  const tried = new Map<string, readonly Attempt[]>();
  return async (planned, signal, onRefused) => {
    const title = cellTitle(planned.cell);
    const earlier = tried.get(title) ?? [];
    let refusals = 0;
    const observer = {
      signal,
      onRefused(refusal: Refusal) {
        refusals += 1;
        onRefused(refusal);
      },
    };
    const { result, settled } = await runOnce(planned, earlier, observer, context);
    const wasRefused = refusals > 0;
    const again = signal.aborted ? null : context.tryAgain(planned, result, earlier, wasRefused);
    // A runner that is killed before the next attempt leaves a cell to go on with, not a result.
    recordResult(context, again === null ? result : { ...result, unfinished: true });
    settled();
    if (again === null) {
      context.onResult(result);
      return result;
    }
    context.onAttempt(result);
    tried.set(title, [...earlier, asAttempt(result)]);
    return { result, again };
  };
}

/** `done` has what a run is summed up from, by the cells' places in its plan; of very many cells it is brief. */
export function keepingResults(execute: RunPlanned, brief: boolean) {
  const kept = brief ? createBrief() : (result: CellResult) => result;
  const done = new Map<number, CellResult>();
  const run: RunPlanned = async (planned, ...watch) => {
    const outcome = await execute(planned, ...watch);
    if ("again" in outcome) return outcome;
    const result = kept(outcome);
    done.set(planned.place, result);
    return result;
  };
  return { run, done };
}

export interface CellWatch {
  readonly signal: AbortSignal;
  onRefused(refusal: Refusal): void;
}

interface Settled {
  readonly result: CellResult;
  /** To be called once the journal has the result. */
  settled(): void;
}

async function runOnce(
  planned: PlannedCell,
  earlier: readonly Attempt[],
  watch: CellWatch,
  context: ExecuteContext,
): Promise<Settled> {
  const { cell } = planned;
  context.onStarted(cell);
  const ran = await obtained(planned, watch, context);
  const ended =
    "evidence" in ran ? resultOf(ran, context.judge(ran.evidence), context) : ran.result;
  const result = earlier.length === 0 ? ended : { ...ended, attempts: [...earlier] };
  if (ran.settled === null) tidy(cell, result, context.redact);
  return { result, settled: ran.settled ?? (() => undefined) };
}

interface Ran {
  readonly evidence: Evidence;
  readonly durationMs: number;
  /** Null for a cell that was run here. */
  readonly settled: (() => void) | null;
}

/** Evidence of the cell, run here or elsewhere; of one that no machine brought to its end there is only a result. */
async function obtained(
  planned: PlannedCell,
  watch: CellWatch,
  context: ExecuteContext,
): Promise<Ran | ComeHome> {
  const { clock, elsewhere = null } = context;
  if (elsewhere !== null) {
    const home = { ...context, onLost: (lost: CellResult) => recordResult(context, lost) };
    return bringHome(planned, await elsewhere.run(planned, watch.signal), watch, home);
  }
  const startMs = clock.monotonicMs();
  const { cellTimeoutMs } = context;
  const words = `the cell took more than ${cellTimeoutMs} ms (--timeout)`;
  const { signal, over } = bounded(clock, cellTimeoutMs, words, watch.signal);
  const evidence = await recordCell(planned.cell, { ...watch, signal }, context).finally(over);
  return { evidence, durationMs: Math.round(clock.monotonicMs() - startMs), settled: null };
}

/** Appends a result to the journal; returns when the disk has it. */
export function recordResult(
  { journal, redact }: Pick<ExecuteContext, "journal" | "redact">,
  result: CellResult,
): void {
  journal.append(encodeResult(result, redact), { flush: true });
}

/** Runs the cell, each event on its way to disk before the cell goes on. */
export async function recordCell(
  cell: Cell,
  { signal, onRefused }: CellWatch,
  context: Pick<ExecuteContext, "redact" | "runner" | "runDirectory" | "onEvent">,
): Promise<Evidence> {
  const { redact, runner } = context;
  const path = evidenceFile(context.runDirectory, cell.gardenId);
  makeDirectories(cell, path);
  const file = openAppend(path);
  const versions = runner.versionsOf?.(cell) ?? runner.versions;
  const events: EvidenceEvent[] = [];
  const refusalIn = createRefusalReader(cell);
  let failure: unknown = null;
  try {
    const clean = <Value>(value: Value) => redactedIn(value, redact) as Value;
    file.append(encodeHeader(clean(cell), clean(versions)));
    const onEvent = (event: EvidenceEvent) => {
      const line = encodeEvent(clean(event));
      // What is judged is what was written, so that a later check comes to the same verdict.
      const written: EvidenceEvent = JSON.parse(line);
      events.push(written);
      context.onEvent(cell, written);
      const refusal = refusalIn(event);
      if (refusal !== null) onRefused(refusal);
      try {
        file.append(line);
      } catch (error) {
        failure ??= error;
      }
    };
    await inHand(`in cell ${cellTitle(cell)}`, () => runner.runCell(cell, { onEvent, signal }));
  } finally {
    file.close();
  }
  // Thrown here and not inside the cell, which must first bring its children down.
  if (failure !== null) throw failure;
  return { cell, versions, events };
}

function makeDirectories(cell: Cell, evidencePath: string): void {
  const paths = [dirname(evidencePath), ...ownDirectories(cell.paths)];
  for (const path of paths) {
    stored(path, () => mkdirSync(path, { recursive: true, mode: 0o700 }));
  }
}

function resultOf(
  { evidence, durationMs, settled }: Ran,
  judged: CellJudgement,
  { runDirectory, keep }: ExecuteContext,
): CellResult {
  const { target, lane, scenario, history, repetition, gardenId, paths } = evidence.cell;
  const short = cutShort(evidence);
  const isKept = settled === null && (keep || judged.verdict !== "pass");
  const kept = isKept ? relative(runDirectory, paths.root) : null;
  const { verdict, claims } = judged;
  const coordinates = { target, lane, scenario, repetition, gardenId };
  return {
    ...coordinates,
    ...(history ? { history } : {}),
    verdict,
    because: short ?? whyUntested(evidence),
    unfinished: short !== null,
    durationMs,
    claims,
    measures: measuresOf(evidence),
    kept,
  };
}

function tidy(cell: Cell, result: CellResult, redact: Redact): void {
  const { socketDirectory, homeDirectory = socketDirectory } = cell.paths;
  for (const path of [socketDirectory, homeDirectory])
    rmSync(path, { recursive: true, force: true });
  if (result.kept === null) rmSync(cell.paths.root, { recursive: true, force: true });
  else redactFiles(cell.paths.root, redact);
}
