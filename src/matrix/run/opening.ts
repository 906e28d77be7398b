// What a run writes before its first cell: its record, and the first line of its journal.
import { statSync } from "node:fs";
import type { ProcessIdentity } from "../../evidence/event.ts";
import type { Versions } from "../../evidence/evidence.ts";
import type { World } from "../../world/world.ts";
import type { RunLayout } from "../plan/layout.ts";
import type { PlannedCell } from "../plan/plan.ts";
import { buildId } from "../store/build.ts";
import { type RecordedDefinitions, recordedDefinitions } from "../store/definitions.ts";
import { encodeJournalHeader } from "../store/journal.ts";
import { claimNames } from "../store/recorded-claims.ts";
import { type RecordedShard, type RunRecord, runFormat, runVersion } from "../store/run-record.ts";
import { type AppendFile, stored } from "../store/storage.ts";
import type { Prepared } from "./prepare.ts";
import { recordedPlan, stampFor, withAdditions } from "./remaining.ts";
import type { RunRequest } from "./run-request.ts";

/** A run to go on with may have lost its journal, or never come to its first line. */
export function beginJournal(journal: AppendFile, path: string, runId: string): void {
  const { size } = stored(path, () => statSync(path));
  if (size === 0) journal.append(encodeJournalHeader(runId), { flush: true });
}

export async function ownIdentity(world: World): Promise<ProcessIdentity> {
  const identity = await world.processes.identify(world.host.pid);
  return identity ?? { pid: world.host.pid, startTime: "unknown" };
}

export interface Planned {
  /** What this run has to run. */
  readonly plan: readonly PlannedCell[];
  /** With the cells of the other shards. */
  readonly whole: readonly PlannedCell[];
}

/** Who runs it, with what, and from when on. */
export interface Opening {
  readonly runner: ProcessIdentity;
  readonly versions: Versions;
  readonly wallMs: number;
}

export function newRecord(
  { prepared, continued, checkout = null, chosenBy = [], place }: RunRequest,
  layout: RunLayout,
  { plan, whole }: Planned,
  { runner, versions, wallMs }: Opening,
): RunRecord {
  // What began it chose its cells; a run that does not say stays one that does not.
  const begun = continued === null ? chosenBy : continued.record.chosenBy;
  return {
    format: runFormat,
    version: runVersion,
    run: layout.runId,
    runner,
    startedAt: continued?.record.startedAt ?? new Date(wallMs).toISOString(),
    endedAt: null,
    config: prepared.config,
    versions,
    socketRoot: layout.socketRoot,
    canaries: stampFor(continued?.record ?? null, place.output),
    plan: withAdditions(continued?.record ?? { plan: [] }, plan).plan,
    subjects: Object.fromEntries(
      prepared.dimensions.lanes.map(({ name, summary }) => [name, summary]),
    ),
    build: buildOf(continued),
    ...(begun === undefined ? {} : { chosenBy: begun }),
    claims: claimNames(prepared.parts.claims),
    definitions: definitionsOf(prepared, continued?.record, plan),
    checkout,
    shard: continued?.record.shard ?? shardOf(prepared, whole),
  };
}

function shardOf({ dimensions }: Prepared, whole: readonly PlannedCell[]): RecordedShard | null {
  const { shard = null } = dimensions;
  if (shard === null) return null;
  const { number, of, by } = shard;
  return { number, of, by: by?.run ?? null, plan: recordedPlan(whole) };
}

/** Cells of two builds are of no single one. */
function buildOf(continued: RunRequest["continued"]): string | null {
  const now = buildId();
  return continued === null || continued.record.build === now ? now : null;
}

/** Of all lanes, and of the scenarios that were planned; of each as it was when the run was begun. */
function definitionsOf(
  { dimensions, parts }: Prepared,
  record: RunRecord | undefined,
  plan: readonly PlannedCell[],
): RecordedDefinitions {
  const planned = new Set(plan.map(({ cell }) => cell.scenario));
  const scenarios = parts.scenarios.filter(({ name }) => planned.has(name));
  const now = recordedDefinitions({ lanes: dimensions.lanes, scenarios });
  return {
    lanes: { ...now.lanes, ...record?.definitions?.lanes },
    scenarios: { ...now.scenarios, ...record?.definitions?.scenarios },
  };
}
