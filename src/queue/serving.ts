// A run as a worker serves it: prepared from the run's record with what this machine has, and refused where
// that would make its cells other ones.

import { join } from "node:path";
import { z } from "zod";
import { targetName } from "../evidence/cell.ts";
import { ownBytesOf } from "../formats/garden-id.ts";
import type { Redact } from "../matrix/live/redact.ts";
import type { Parts, Runner } from "../matrix/parts.ts";
import { journalFile, type RunLayout } from "../matrix/plan/layout.ts";
import { type Dimensions, type PlannedCell, planCells } from "../matrix/plan/plan.ts";
import { refuseOtherVersions } from "../matrix/run/continue.ts";
import { beginJournal, ownIdentity } from "../matrix/run/opening.ts";
import type { Surroundings } from "../matrix/run/overlaid.ts";
import { prepareAgain } from "../matrix/run/prepare.ts";
import { buildId } from "../matrix/store/build.ts";
import { refuseOtherDefinitions } from "../matrix/store/definitions.ts";
import { refuseOtherClaims } from "../matrix/store/recorded-claims.ts";
import {
  closeSocketRoot,
  layoutRun,
  openRunDirectory,
  openSocketRoot,
  type Place,
} from "../matrix/store/run-directory.ts";
import { type RunRecord, writeRunRecord } from "../matrix/store/run-record.ts";
import { runSchema } from "../matrix/store/run-schema.ts";
import { openAppend } from "../matrix/store/storage.ts";
import { UsageError } from "../world/usage-error.ts";
import type { World } from "../world/world.ts";
import type { CellOrder, OpenRun } from "./tables.ts";

export interface ServingOptions {
  readonly at: Surroundings;
  readonly place: Place;
  readonly world: World;
  /** The pi of this machine, where the run's is not the bundled one. */
  readonly pi: string | null;
  readonly redact: Redact;
  /** The run's lanes and scenarios, as they are here. */
  partsFor(record: RunRecord): Promise<Parts>;
}

export interface Serving {
  readonly id: string;
  readonly layout: RunLayout;
  readonly runner: Runner;
  readonly redact: Redact;
  /** Aborted where the run is interrupted: its cells end, and say so. */
  readonly stop: AbortController;
  /** The cell of an order, with names and directories of this machine. */
  plan(order: CellOrder, attempt: number): PlannedCell;
  close(): Promise<void>;
}

/** @throws UsageError naming what differs from the run's machine. */
export async function serve(open: OpenRun, options: ServingOptions): Promise<Serving> {
  const { at, place, world } = options;
  const { record, runnable } = recordIn(open);
  refuseOtherBuild(open.build);
  const config = { ...record.config, ...(options.pi === null ? {} : { pi: options.pi }) };
  const parts = await options.partsFor({ ...record, config });
  refuseOtherClaims(record.claims, parts.claims);
  const prepared = await prepareAgain(config, at, parts);
  const { dimensions, live } = prepared;
  refuseOtherDefinitions(record.definitions, {
    lanes: dimensions.lanes,
    scenarios: parts.scenarios,
  });
  refuseLacking(dimensions, runnable);
  const redact: Redact = (text) => options.redact(prepared.redact(text));
  const runner = await parts.openRunner({
    fidelity: config.fidelity,
    lanes: dimensions.lanes,
    scenarios: parts.scenarios,
    found: prepared.found,
    others: prepared.others,
    agents: prepared.agents,
    targets: dimensions.targets,
    modelLatencyMs: config.modelLatencyMs,
    providerRules: config.providerRules ?? null,
    agentDirectory: live?.agentDirectory ?? null,
    environment: at.environment,
    redact,
  });
  const chance = () => ({ wallMs: world.clock.wallMs(), randomBytes: world.randomBytes });
  const layout = layoutRun({ ...place, agentDirectory: live?.agentDirectory ?? null }, chance());
  try {
    refuseOtherVersions(record, runner.versions);
    await openPlace(layout, record, options);
  } catch (error) {
    await runner.close();
    throw error;
  }
  return {
    id: open.id,
    layout,
    runner,
    redact,
    stop: new AbortController(),
    plan: (order, attempt) =>
      planOne(
        { ...order, number: order.number + attempt },
        { ...dimensions, scenarios: parts.scenarios },
        layout,
        chance(),
      ),
    async close() {
      await runner.close();
      closeSocketRoot(layout);
    },
  };
}

const withRunnable = z.looseObject({ runnable: z.array(z.string()) });

function recordIn({ id, record }: OpenRun) {
  const read = runSchema.safeParse(record);
  const { runnable } = withRunnable.safeParse(record).data ?? { runnable: [] };
  if (read.success) return { record: read.data as RunRecord, runnable };
  throw new UsageError(
    `run ${id}: this build does not read its record. Use the build that enqueued it.`,
  );
}

function refuseOtherBuild(build: string): void {
  const own = buildId();
  if (own === build) return;
  throw new UsageError(
    `It was enqueued by build ${build}, and this is build ${own}: install the same one, with the same files.`,
  );
}

/** What the run's machine could run, and this one cannot: a key that is not here, a version of the agent. */
function refuseLacking({ targets, lacks }: Dimensions, runnable: readonly string[]): void {
  const faults = targets
    .filter((target) => runnable.includes(targetName(target)))
    .flatMap((target) => {
      const lacking = lacks(target);
      return lacking === null ? [] : [{ where: targetName(target), message: lacking }];
    });
  if (faults.length > 0) throw new UsageError("Targets of the run cannot be run here.", faults);
}

/** As a run's own place, so that `reap` finds what a killed worker leaves. */
async function openPlace(
  layout: RunLayout,
  record: RunRecord,
  { place, world, redact }: ServingOptions,
) {
  const runner = await ownIdentity(world);
  openRunDirectory(layout);
  const { runId: run, socketRoot } = layout;
  writeRunRecord(layout.directory, { ...record, run, runner, socketRoot, endedAt: null }, redact);
  openSocketRoot(layout, place.userId, runner);
  const path = join(layout.directory, journalFile);
  const journal = openAppend(path);
  beginJournal(journal, path, run);
  journal.close();
}

interface Chance {
  readonly wallMs: number;
  randomBytes(count: number): Uint8Array;
}

/** @throws Error for a cell that is not planned here: build and config are the same. */
function planOne(
  order: CellOrder,
  { wanted: _, choose: __, ...dimensions }: Dimensions,
  layout: RunLayout,
  { wallMs, randomBytes }: Chance,
): PlannedCell {
  const { targets, lanes, scenarios, histories = [null] } = dimensions;
  const name = targetName(order.target);
  const one = {
    targets: targets.filter((target) => targetName(target) === name),
    lanes: lanes.filter((lane) => lane.name === order.lane),
    scenarios: scenarios.filter((scenario) => scenario.name === order.scenario),
    histories: histories.filter((history) => (history?.name ?? null) === order.history),
  };
  // Attempts that begin in the same second, on whatever machine, have different names.
  const bytes = (count: number) => (count === 3 ? ownBytesOf(order.number) : randomBytes(count));
  const chance = { wallMs, randomBytes: bytes };
  const all = planCells(
    { ...dimensions, ...one, showcase: null, shard: null, repeat: 1 },
    layout,
    chance,
    order.place % mostPlaces,
  );
  const [planned] = all;
  if (planned === undefined || all.length > 1) {
    throw new Error(`${name} ${order.lane} ${order.scenario} is planned ${all.length} times here`);
  }
  const { repetition } = order;
  return { ...planned, cell: { ...planned.cell, repetition } };
}

/** Its number names a cell's socket directory, whose path has to stay short. */
const mostPlaces = 36 ** 4;
