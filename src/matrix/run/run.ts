// One run from its plan to its summary: place on disk, schedule, journal, end. Whatever happens,
// what was opened is closed and what was recorded stays readable.
import { join } from "node:path";
import type { Cell } from "../../evidence/cell.ts";
import type { EvidenceEvent } from "../../evidence/event.ts";
import { bounded, boundReached } from "../../world/time-is-up.ts";
import { UsageError } from "../../world/usage-error.ts";
import type { World } from "../../world/world.ts";
import { flagsOf } from "../config/config.ts";
import type { Parts, Runner } from "../parts.ts";
import { journalFile, type RunLayout } from "../plan/layout.ts";
import type { PlannedCell } from "../plan/plan.ts";
import { buildId } from "../store/build.ts";
import { refuseOtherDefinitions } from "../store/definitions.ts";
import { refuseOtherClaims } from "../store/recorded-claims.ts";
import {
  closeSocketRoot,
  linkLatest,
  openRunDirectory,
  openSocketRoot,
} from "../store/run-directory.ts";
import { lockRun, type RunLock } from "../store/run-lock.ts";
import { shardOf, writeRunRecord } from "../store/run-record.ts";
import { type AppendFile, openAppend } from "../store/storage.ts";
import { type CellResult, cellTitle, skipped } from "../summary/result.ts";
import { type Summary, summarise } from "../summary/summary.ts";
import { refuseOtherVersions } from "./continue.ts";
import { createExecutor, keepingResults, recordResult } from "./execute.ts";
import { beginJournal, newRecord, ownIdentity, type Planned } from "./opening.ts";
import { planFor } from "./plan-for.ts";
import type { Purse } from "./purse.ts";
import { stampFor, wholeOf, withAdditions } from "./remaining.ts";
import { tryingAgain } from "./retries.ts";
import type { RunRequest } from "./run-request.ts";
import { schedule } from "./schedule.ts";
import { forecast, purseFor } from "./spending.ts";
import { takeOver } from "./take-over.ts";

export interface RunObserver {
  onPlanned(plan: readonly PlannedCell[], layout: RunLayout): void;
  onStarted(cell: Cell): void;
  /** Each one as it is written. */
  onEvent(cell: Cell, event: EvidenceEvent): void;
  /** Of a cell that was not tested, and is tried again. */
  onAttempt(result: CellResult): void;
  onResult(result: CellResult): void;
  onNotice(text: string): void;
}

/** What was asked for is right, and nothing of it can be run here. */
export class NothingToRunError extends UsageError {}

/** @throws UsageError before anything is run, StorageError when the disk refused. */
export async function runMatrix(
  request: RunRequest,
  parts: Parts,
  world: World,
  observer: RunObserver,
  signal: AbortSignal,
): Promise<Summary> {
  const work = { parts, world, observer, signal };
  if (request.continued === null) return planAndRun(request, work);
  const { record, notices } = request.continued;
  for (const notice of notices) observer.onNotice(notice);
  refuseOtherClaims(record.claims, parts.claims);
  const { lanes } = request.prepared.dimensions;
  refuseOtherDefinitions(record.definitions, { lanes, scenarios: parts.scenarios });
  const lock = await takeOver(request.continued, request.place, world, observer.onNotice);
  try {
    return await planAndRun(request, work);
  } finally {
    lock.release();
  }
}

async function planAndRun(
  request: RunRequest,
  work: Omit<Work, "runner" | "purse">,
): Promise<Summary> {
  const { parts, world, observer } = work;
  const { layout, plan, whole } = planFor(request, world);
  const purse = purseFor(request, plan);
  observer.onPlanned(plan, layout);
  if (plan.every(({ skip }) => skip !== null)) return nothingToRun(request, plan, world);

  const { config, live } = request.prepared;
  if (config.fidelity === "live") observer.onNotice(forecast(request, plan, purse));
  const runner = await parts.openRunner({
    fidelity: config.fidelity,
    lanes: request.prepared.dimensions.lanes,
    scenarios: parts.scenarios,
    found: request.prepared.found,
    others: request.prepared.others,
    agents: request.prepared.agents,
    targets: request.prepared.dimensions.targets,
    modelLatencyMs: config.modelLatencyMs,
    providerRules: config.providerRules ?? null,
    agentDirectory: live?.agentDirectory ?? null,
    environment: request.environment,
    redact: request.prepared.redact,
  });
  try {
    return await runPlanned(request, layout, { plan, whole }, { ...work, runner, purse });
  } finally {
    await runner.close();
  }
}

function nothingToRun(
  { prepared, continued, place }: RunRequest,
  plan: readonly PlannedCell[],
  world: World,
): Summary {
  const { fidelity } = prepared.config;
  if (fidelity !== "live" && continued === null) {
    const reasons = new Set(plan.map(({ cell, skip }) => `  ${cellTitle(cell)}: ${skip}`));
    throw new NothingToRunError(["Nothing to run: every cell is skipped.", ...reasons].join("\n"));
  }
  const results = plan.map(({ cell, skip, due }) => skipped(cell, skip ?? "", due ?? false));
  const facts = { fidelity, interrupted: false };
  if (continued === null) {
    return summarise(results, { ...facts, run: null, directory: null, versions: null });
  }
  const { directory, finished } = continued;
  const record = withAdditions(continued.record, plan);
  if (plan.length === 0 && record.endedAt === null) {
    // Its runner was killed between its last cell and its end.
    const endedAt = new Date(world.clock.wallMs()).toISOString();
    writeRunRecord(directory, { ...record, endedAt }, prepared.redact);
  }
  return summarise(wholeOf(record, [...finished, ...results]), {
    ...facts,
    run: record.run,
    directory,
    versions: record.versions,
    flags: flagsOf(record.config),
    known: record.config.known ?? [],
    canaries: stampFor(record, place.output),
    shard: shardOf(record),
  });
}

interface Work {
  readonly runner: Runner;
  readonly purse: Purse;
  readonly parts: Parts;
  readonly world: World;
  readonly observer: RunObserver;
  readonly signal: AbortSignal;
}

async function runPlanned(
  request: RunRequest,
  layout: RunLayout,
  planned: Planned,
  work: Work,
): Promise<Summary> {
  const { runner, world, signal } = work;
  const { continued, prepared, place } = request;
  if (continued !== null) refuseOtherVersions(continued.record, runner.versions);
  const identity = await ownIdentity(world);
  openRunDirectory(layout);
  let over = false;
  let isLeft = false;
  let journal: AppendFile | null = null;
  let lock: RunLock | null = null;
  try {
    // Who goes on with a run has locked it already.
    if (continued === null) lock = await lockRun(layout.directory, identity, world);
    const wallMs = world.clock.wallMs();
    const opening = { runner: identity, versions: runner.versions, wallMs };
    const record = newRecord(request, layout, planned, opening);
    writeRunRecord(layout.directory, record, prepared.redact);
    openSocketRoot(layout, place.userId, identity);
    const path = join(layout.directory, journalFile);
    journal = openAppend(path);
    beginJournal(journal, path, layout.runId);
    linkLatest(layout);
    const build = buildId();
    await request.elsewhere?.begin({ record, build, redact: prepared.redact });
    const outcome = await runCells(request, layout, planned.plan, journal, work);
    over = outcome.over;
    isLeft = !over;
    if (over) {
      const endedAt = new Date(world.clock.wallMs()).toISOString();
      writeRunRecord(layout.directory, { ...record, endedAt }, prepared.redact);
    }
    const { results } = outcome;
    const all = continued ? wholeOf(record, [...continued.finished, ...results]) : results;
    return summarise(all, {
      run: layout.runId,
      directory: layout.directory,
      fidelity: prepared.config.fidelity,
      versions: runner.versions,
      interrupted: signal.aborted,
      flags: flagsOf(prepared.config),
      known: prepared.config.known ?? [],
      canaries: record.canaries ?? null,
      shard: shardOf(record),
    });
  } finally {
    await request.elsewhere?.end(over);
    journal?.close();
    lock?.release();
    // Cells that would not end still hold their sockets; `reap` finds them by this directory.
    if (over || !(signal.aborted || isLeft)) closeSocketRoot(layout);
  }
}

/** Runs what is planned; `over` is false when cells were still running after the bound. */
async function runCells(
  request: RunRequest,
  layout: RunLayout,
  plan: readonly PlannedCell[],
  journal: AppendFile,
  { signal: outer, ...work }: Work,
): Promise<{ results: CellResult[]; over: boolean }> {
  const { globalTimeoutMs = null } = request;
  const words = `the run took more than ${globalTimeoutMs} ms (--global-timeout)`;
  const { signal, over } = bounded(work.world.clock, globalTimeoutMs, words, outer);
  return runWithin(request, layout, plan, journal, { ...work, signal }).finally(over);
}

async function runWithin(
  request: RunRequest,
  layout: RunLayout,
  plan: readonly PlannedCell[],
  journal: AppendFile,
  { runner, purse, parts, world, observer, signal }: Work,
): Promise<{ results: CellResult[]; over: boolean }> {
  const { prepared, keep, maxFailures, maxUnknown = null, retries = 0, elsewhere = null } = request;
  const { config, redact } = prepared;
  const chanceNow = () => ({ wallMs: world.clock.wallMs(), randomBytes: world.randomBytes });
  const execute = createExecutor({
    runDirectory: layout.directory,
    runner,
    journal,
    redact,
    keep,
    elsewhere,
    clock: world.clock,
    cellTimeoutMs: request.cellTimeoutMs ?? null,
    judge: (evidence) => parts.judge(evidence, parts.claims),
    tryAgain: tryingAgain(retries, prepared.dimensions, layout, chanceNow),
    onStarted: observer.onStarted,
    onEvent: observer.onEvent,
    onAttempt: observer.onAttempt,
    onResult: observer.onResult,
  });
  const { run, done } = keepingResults(execute, request.brief ?? false);
  const { workersPerProvider } = config;
  const workers = elsewhere === null ? config.workers : mostElsewhere;
  const bounds = { workers, workersPerProvider, maxFailures, maxUnknown, purse };
  const running = schedule(plan, run, { ...bounds, clock: world.clock, signal });
  const boundMs = windUpBoundMs(config.timeouts.killGraceMs);
  const over = new AbortController();
  const waited = afterAbort(signal, boundMs, world, over.signal);
  const results = await Promise.race([running, waited]).finally(() => over.abort());
  if (results === null) {
    running.catch(() => undefined);
    observer.onNotice(leftBehind(boundMs));
    const because = `${boundReached(signal) ?? "interrupted"}, and not over ${boundMs} ms later`;
    const left = plan.map((each) => done.get(each.place) ?? skipped(each.cell, because, true));
    return { results: left, over: false };
  }
  for (const [index, result] of results.entries()) {
    if (!done.has(plan[index]?.place ?? -1)) recordResult({ journal, redact }, result);
  }
  return { results, over: true };
}

/** Enqueued at once: who runs them is as fast as there are machines, and each is bounded by its provider. */
const mostElsewhere = 500;

/** A cell brings down its children one grace after another, and looks around afterwards. */
const windUpBoundMs = (killGraceMs: number) => 10_000 + 3 * killGraceMs;

const leftBehind = (boundMs: number) =>
  `Cells were not over ${boundMs} ms after they were told to end. Processes may be left; \`matrix reap\` clears them.`;

function afterAbort(
  signal: AbortSignal,
  boundMs: number,
  world: World,
  over: AbortSignal,
): Promise<null> {
  return new Promise((resolve) => {
    const wait = () => void world.clock.sleep(boundMs, over).then(() => resolve(null));
    if (signal.aborted) wait();
    else signal.addEventListener("abort", wait, { once: true, signal: over });
  });
}
