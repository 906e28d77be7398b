// `run.json`: what a run is, who runs it, and every cell it planned. A directory without one of
// ours is foreign: it is never written into and never deleted.

import { join } from "node:path";
import type { z } from "zod";
import type { ProcessIdentity } from "../../evidence/event.ts";
import type { Versions } from "../../evidence/evidence.ts";
import { linesOfRegularFile, readRegularFile } from "../../world/node/regular-file.ts";
import { firstFault } from "../../world/recorded.ts";
import { UsageError } from "../../world/usage-error.ts";
import type { EffectiveConfig } from "../config/config.ts";
import { redactedIn } from "../live/redact.ts";
import { runFile } from "../plan/layout.ts";
import type { ShardName } from "../plan/shard.ts";
import type { CanaryStamp } from "../summary/canary-stamp.ts";
import type { Coordinates } from "../summary/result.ts";
import type { RecordedDefinitions } from "./definitions.ts";
import { planApart } from "./plan-apart.ts";
import { ownershipSchema, plannedSchema, runFormat, runSchema, runVersion } from "./run-schema.ts";
import { replaceFile } from "./storage.ts";

export { runFormat, runVersion };

export interface RunRecord {
  readonly format: typeof runFormat;
  readonly version: typeof runVersion;
  readonly run: string;
  /** The process that runs it; while it lives nobody else may touch the run. */
  readonly runner: ProcessIdentity;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Null until the run ended by itself. */
  readonly endedAt: string | null;
  readonly config: EffectiveConfig;
  readonly versions: Versions;
  readonly socketRoot: string;
  /** What had become of this build's canaries when it began; null where none had been run. */
  readonly canaries?: CanaryStamp | null;
  readonly plan: readonly PlannedCoordinates[];
  /** What each lane was, by its name; absent in records of builds that did not keep it. */
  readonly subjects?: Readonly<Record<string, string>>;
  /** By which build its cells were run; null where by several, absent in records of older builds. */
  readonly build?: string | null;
  /** The options that chose its cells, such as `--grep plain`; absent in records of older builds. */
  readonly chosenBy?: readonly string[];
  /** What judged its cells; absent in records of builds that did not keep it. */
  readonly claims?: RecordedClaims;
  /** Absent in records of builds that did not keep them. */
  readonly definitions?: RecordedDefinitions;
  /** Of entwurf, where lanes of the run are of one; null or absent where none is. */
  readonly checkout?: Checkout | null;
  /** Which part of a plan it is; null or absent where it is all of one. */
  readonly shard?: RecordedShard | null;
  /** The shards that were put together to this run; absent where it is none such. */
  readonly merged?: readonly MergedShard[];
}

export interface RecordedShard extends ShardName {
  /** The run by whose durations the cells were dealt out; null where each counted the same. */
  readonly by: string | null;
  /** Of all shards together, in its order. */
  readonly plan: readonly PlannedCoordinates[];
}

/** What a summary says of it. */
export const shardOf = ({ shard }: Pick<RunRecord, "shard">) =>
  shard ? { number: shard.number, of: shard.of, planned: shard.plan.length } : null;

export interface MergedShard {
  readonly run: string;
  readonly number: number;
  readonly startedAt: string;
  /** Null where it had not ended by itself. */
  readonly endedAt: string | null;
}

/** By their names. */
export interface RecordedClaims {
  readonly builtIn: readonly string[];
  /** Those that the config brought. */
  readonly own: readonly string[];
}

export interface Checkout {
  /** Absolute. */
  readonly directory: string;
  /** Whether its lanes use the run's pi; the one pinned there otherwise. */
  readonly withRunsPi: boolean;
}

export interface PlannedCoordinates extends Coordinates {
  /** Why it was not to be run; null when it was. */
  readonly skip: string | null;
  /** Nobody could have run it: the skip is for what lane and scenario are. */
  readonly unsuited?: boolean;
}

export function writeRunRecord(
  directory: string,
  record: RunRecord,
  redact: (text: string) => string,
) {
  replaceFile(join(directory, runFile), `${JSON.stringify(redactedIn(record, redact), null, 2)}\n`);
}

/** Of a run that may still go on, or have left something; null for what is no run of this tool. */
export function readOwnership(directory: string): Pick<RunRecord, "runner" | "socketRoot"> | null {
  try {
    const text = readRegularFile(join(directory, runFile));
    return ownershipSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

const schema: z.ZodType<RunRecord> = runSchema;

/** What is held of a planned cell. */
type Keep = (cell: PlannedCoordinates) => PlannedCoordinates;

/**
 * Of each planned cell `keep` is held.
 * @throws UsageError for a foreign directory, a damaged run, or one that a newer build wrote.
 */
export function requireRunRecord(directory: string, keep: Keep = (cell) => cell): RunRecord {
  return recordInParts(directory, keep) ?? wholeRecord(directory, keep);
}

/**
 * Read cell by cell: of a very large run the text, what it says and what was checked of it would be
 * several times what is held. Null where it is not written as a run writes it, or is damaged.
 */
function recordInParts(directory: string, keep: Keep): RunRecord | null {
  try {
    const { rest, elements } = planApart(linesOfRegularFile(join(directory, runFile)), (text) =>
      keep(plannedSchema.parse(JSON.parse(text))),
    );
    const record = schema.parse(JSON.parse(rest));
    return elements.length === 0 || record.plan.length > 0 ? null : { ...record, plan: elements };
  } catch {
    return null;
  }
}

function wholeRecord(directory: string, keep: Keep): RunRecord {
  const value = valueIn(directory);
  const head = Object(value) as { readonly format?: unknown; readonly version?: unknown };
  if (head.format !== runFormat) {
    throw new UsageError(
      `${directory} is not a run of this tool (no ${runFile} of ours). Name a directory such as out/latest.`,
    );
  }
  if (head.version !== runVersion) {
    throw new UsageError(
      `${directory}: ${runFile} has version ${head.version}; this build reads ${runVersion}.`,
    );
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ...parsed.data, plan: parsed.data.plan.map(keep) };
  throw damaged(directory, firstFault(parsed.error));
}

/** Undefined where there is no such file. @throws UsageError where it was cut off or overwritten. */
function valueIn(directory: string): unknown {
  let text: string;
  try {
    text = readRegularFile(join(directory, runFile));
  } catch {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(directory, "it is no JSON");
  }
}

function damaged(directory: string, what: string): UsageError {
  return new UsageError(
    `${directory}: ${runFile} is damaged: ${what}. Restore it from a copy; each cell's evidence is still in its own file.`,
  );
}
