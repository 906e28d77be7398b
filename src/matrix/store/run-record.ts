// `run.json`: what a run is, who runs it, and every cell it planned. A directory without one of
// ours is foreign: it is never written into and never deleted.
import { join } from "node:path";
import type { ProcessIdentity } from "../../evidence/event.ts";
import type { Versions } from "../../evidence/evidence.ts";
import { readRegularFile } from "../../world/node/regular-file.ts";
import { UsageError } from "../../world/usage-error.ts";
import type { EffectiveConfig } from "../config/config.ts";
import { runFile } from "../plan/layout.ts";
import type { CanaryStamp } from "../summary/canary-stamp.ts";
import type { Coordinates } from "../summary/result.ts";
import { replaceFile } from "./storage.ts";

export const runFormat = "resume-matrix/run";
export const runVersion = 1;

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
  /** Of entwurf, where lanes of the run are of one; null or absent where none is. */
  readonly checkout?: Checkout | null;
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
  replaceFile(join(directory, runFile), `${redact(JSON.stringify(record, null, 2))}\n`);
}

/** Null for a directory that is not a run of this tool. */
export function readRunRecord(directory: string): RunRecord | null {
  try {
    const record = JSON.parse(readRegularFile(join(directory, runFile)));
    const ours =
      record?.format === runFormat &&
      Array.isArray(record.plan) &&
      typeof record.runner?.pid === "number" &&
      typeof record.socketRoot === "string";
    return ours ? record : null;
  } catch {
    return null;
  }
}

/** @throws UsageError for a foreign directory, a damaged run, or one that a newer build wrote. */
export function requireRunRecord(directory: string): RunRecord {
  const record = readRunRecord(directory);
  if (record === null && isDamaged(join(directory, runFile))) {
    throw new UsageError(
      `${directory}: ${runFile} is damaged: it is no JSON. Restore it from a copy; each cell's evidence is still in its own file.`,
    );
  }
  if (record === null) {
    throw new UsageError(
      `${directory} is not a run of this tool (no ${runFile} of ours). Name a directory such as out/latest.`,
    );
  }
  if (record.version !== runVersion) {
    throw new UsageError(
      `${directory}: ${runFile} has version ${record.version}; this build reads ${runVersion}.`,
    );
  }
  return record;
}

/** There and cut off or overwritten; one that is whole and not ours belongs to somebody else. */
function isDamaged(path: string): boolean {
  let text: string;
  try {
    text = readRegularFile(path);
  } catch {
    return false;
  }
  try {
    JSON.parse(text);
    return false;
  } catch {
    return true;
  }
}
