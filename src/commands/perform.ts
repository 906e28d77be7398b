// A run from its options to its summary, for the commands that start one: anew, to its end, or of some cells again.
import { resolve } from "node:path";
import type { Dimensions } from "../matrix/plan/plan.ts";
import type { Overrides } from "../matrix/run/overlaid.ts";
import type { Again } from "../matrix/run/rerun.ts";
import type { RunRequest } from "../matrix/run/run-request.ts";
import { keepHeapSmall } from "../world/node/small-heap.ts";
import type { Io } from "./command.ts";
import { withDrawnSeed } from "./drawn-seed.ts";
import { withEntwurf } from "./entwurf-lane.ts";
import type { Follower } from "./follow.ts";
import { followQuietly } from "./follow-quietly.ts";
import { present } from "./given.ts";
import { outputDirectory, withResolvedPaths } from "./options.ts";
import { elsewhereFor, withoutQueue } from "./queued.ts";
import type { Reporting } from "./reports.ts";
import { withShard } from "./sharded.ts";
import { tellLeftProcesses } from "./still-there.ts";
import { isWatched } from "./watched.ts";

export interface RunOptions extends Overrides, Omit<Reporting, "config"> {
  readonly list?: boolean;
  readonly keep?: boolean;
  readonly quiet?: boolean;
  readonly maxFailures?: number;
  readonly maxUnknown?: number;
  readonly retries?: number;
  readonly budgetUsd?: number;
  readonly tokenLimit?: number;
  readonly dryRun?: boolean;
  readonly untilFailure?: number;
  readonly continue?: string;
  readonly lastFailed?: boolean;
  readonly retryUnknown?: boolean;
  /** A coding agent reads what is printed. */
  readonly forAgent?: boolean;
  /** Nothing that is told of the run tells what a claim said where it held. */
  readonly brief?: boolean;
  /** The address of a queue; it may hold a password. */
  readonly queue?: string;
}

type Begun = Pick<RunRequest, "prepared" | "continued" | "checkout" | "chosenBy">;

async function begin(given: RunOptions, io: Io): Promise<Begun> {
  const [{ prepare }, { checkoutNamed }] = await Promise.all([
    import("../matrix/run/prepare.ts"),
    import("./continued-parts.ts"),
  ]);
  const seeded = await withDrawnSeed(withResolvedPaths(given, io), io);
  const { options, parts } = await withEntwurf(seeded, io);
  const whole = await prepare(options, io, parts);
  const sharded = { ...given, output: whole.config.output };
  const prepared = await withShard(whole, sharded, io);
  const chosenBy = choosing(options);
  return { prepared, continued: null, checkout: checkoutNamed(given, io), chosenBy };
}

/** The options that choose cells, as typed. */
function choosing(options: RunOptions): string[] {
  const { target, lane, scenario, history, grep, grepInvert, testList, limit, shuffle } = options;
  const { shard, shardBy } = options;
  const given = {
    target,
    lane,
    scenario,
    history,
    grep,
    "grep-invert": grepInvert,
    "test-list": testList === undefined ? [] : [testList],
    shuffle: shuffle === undefined || limit === undefined ? [] : [String(shuffle)],
    limit: limit === undefined ? [] : [String(limit)],
    shard: shard === undefined ? [] : [shard],
    "shard-by": shardBy === undefined ? [] : [shardBy],
  };
  return Object.entries(given).flatMap(([flag, values = []]) =>
    values.map((value) => `--${flag} ${value}`),
  );
}

async function goOn(named: string, options: RunOptions, io: Io): Promise<Begun> {
  const [world, { prepareAgain }, { openContinued }, { continuedParts }] = await Promise.all([
    io.world(),
    import("../matrix/run/prepare.ts"),
    import("../matrix/run/continue.ts"),
    import("./continued-parts.ts"),
  ]);
  const output = await outputDirectory({ ...options }, io);
  const config = options.config && resolve(io.workingDirectory, options.config);
  const given = { ...withResolvedPaths(options, io), output, ...(config ? { config } : {}) };
  const continued = await openContinued(named, given, io, world);
  const { record } = continued;
  const parts = await continuedParts(record, io);
  const again = await prepareAgain(record.config, io, parts, options);
  // What is tried again gets names of this shard, too.
  const shard = record.shard ? { ...record.shard, by: null } : null;
  const prepared = { ...again, dimensions: { ...again.dimensions, shard } };
  return { prepared, continued, checkout: record.checkout ?? null };
}

/** Some cells of the latest run with its settings, as a new run. */
async function runAgain(again: Again, options: RunOptions, io: Io): Promise<Begun> {
  const [{ prepareAgain }, { openRerun }, { continuedParts }] = await Promise.all([
    import("../matrix/run/prepare.ts"),
    import("../matrix/run/rerun.ts"),
    import("./continued-parts.ts"),
  ]);
  const output = await outputDirectory({ ...options }, io);
  const { record, titles } = openRerun(again, { ...options, output }, io);
  const prepared = await prepareAgain(record.config, io, await continuedParts(record, io));
  const dimensions = { ...prepared.dimensions, wanted: (title: string) => titles.has(title) };
  return {
    prepared: { ...prepared, dimensions },
    continued: null,
    checkout: record.checkout ?? null,
    chosenBy: [`--${again}`],
  };
}

function beginAsAsked(options: RunOptions, io: Io): Promise<Begun> {
  if (options.continue !== undefined) return goOn(options.continue, options, io);
  if (options.lastFailed) return runAgain("last-failed", options, io);
  if (options.retryUnknown) return runAgain("retry-unknown", options, io);
  return begin(options, io);
}

const requestFor = (begun: Begun, options: RunOptions, io: Io): RunRequest => {
  const { config, live } = begun.prepared;
  return {
    ...begun,
    environment: io.environment,
    maxFailures: options.maxFailures ?? null,
    maxUnknown: options.maxUnknown ?? null,
    spending: present({ budgetUsd: options.budgetUsd, tokenLimit: options.tokenLimit }),
    cellTimeoutMs: options.timeout ?? config.cellTimeoutMs ?? null,
    globalTimeoutMs: options.globalTimeout ?? config.globalTimeoutMs ?? null,
    keep: options.keep ?? false,
    brief: options.brief ?? false,
    retries: options.retries ?? 0,
    place: {
      output: config.output,
      socketDirectory: config.socketDirectory,
      systemTemporaryDirectory: io.systemTemporaryDirectory,
      userId: io.userId,
      agentDirectory: live?.agentDirectory ?? null,
    },
  };
};

/** What the run would cost at most, in words; nothing is started. */
export async function foretell(options: RunOptions, io: Io): Promise<string> {
  const [world, { planFor }, { forecast, purseFor }] = await Promise.all([
    io.world(),
    import("../matrix/run/plan-for.ts"),
    import("../matrix/run/spending.ts"),
  ]);
  const request = requestFor(await beginAsAsked(options, io), options, io);
  const { plan } = planFor(request, world);
  return forecast(request, plan, purseFor(request, plan));
}

// Loaded before the first cell: Ctrl-C also ends the process that compiles what is loaded later.
async function followerFor({ quiet, forAgent = false }: RunOptions, io: Io): Promise<Follower> {
  if (quiet) return followQuietly(io);
  if (!isWatched(io, forAgent)) return (await import("./follow.ts")).followInLines(io);
  const [{ followLive }, { clock }] = await Promise.all([import("./follow-live.ts"), io.world()]);
  return followLive(io, clock.monotonicMs);
}

/** More than that are planned and summed up in little space rather than fast. */
const manyCells = 1000;

const mostCells = ({ targets, lanes, scenarios, histories = [null], repeat }: Dimensions) =>
  targets.length * lanes.length * scenarios.length * histories.length * repeat;

/** Runs what is asked for, shown while it goes on, to its summary. */
export async function perform(options: RunOptions, outer: Io) {
  const io = withoutQueue(outer);
  const [world, { runMatrix }, { wholeResults }, follower] = await Promise.all([
    io.world(),
    import("../matrix/run/run.ts"),
    import("../matrix/store/whole.ts"),
    followerFor(options, io),
  ]);
  const begun = await beginAsAsked(options, io);
  const { parts, config, dimensions } = begun.prepared;
  if (options.brief && mostCells(dimensions) > manyCells) keepHeapSmall();
  await tellLeftProcesses(io, config.socketDirectory, begun.continued?.directory);
  const elsewhere = await elsewhereFor(options.queue, io, follower.onNotice);
  const request = { ...requestFor(begun, options, io), elsewhere };
  try {
    const summary = await runMatrix(request, parts, world, follower, io.interruption);
    const { judge, claims, scenarios } = parts;
    const wholeOf = wholeResults(summary.directory, (evidence) => judge(evidence, claims));
    return { summary, scenarios, wholeOf: options.brief ? wholeOf : null };
  } finally {
    follower.close();
  }
}
