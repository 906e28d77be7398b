// Shards of one plan → one run, as if it had been run in one place: its record, its journal, the evidence of
// its cells. Cells of shards that are not there are not run, and the run is not finished.
import { cpSync, existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { ProcessIdentity } from "../../evidence/event.ts";
import { mintGardenId } from "../../formats/garden-id.ts";
import { linesOfRegularFile } from "../../world/node/regular-file.ts";
import { UsageError } from "../../world/usage-error.ts";
import { cellDirectory, journalFile, type RunLayout } from "../plan/layout.ts";
import type { Chance } from "../plan/names.ts";
import { ownBytes, shardText } from "../plan/shard.ts";
import { whyNoPass } from "../summary/canary-stamp.ts";
import { type CellResult, cellTitle, skipped } from "../summary/result.ts";
import { damageIn } from "./damage.ts";
import { decodeJournalLines, encodeJournalHeader, encodeResult } from "./journal.ts";
import { layoutRun, linkLatest, openRunDirectory, type Place } from "./run-directory.ts";
import {
  type MergedShard,
  type RunRecord,
  requireRunRecord,
  writeRunRecord,
} from "./run-record.ts";
import { agreeing, asShard, type FoundShard, isShardFlag } from "./shards.ts";
import { type AppendFile, openAppend, stored } from "./storage.ts";

export interface Merged {
  /** Absolute. */
  readonly directory: string;
  readonly notices: readonly string[];
}

/**
 * Copies what the shards recorded into a new run; they stay as they are.
 *
 * @throws UsageError for what is no shard of the same plan, StorageError when the disk refused.
 */
export function mergeShards(
  directories: readonly string[],
  place: Place,
  runner: ProcessIdentity,
  chance: Chance,
): Merged {
  const found = [...new Set(directories)].map((each) => asShard(each, requireRunRecord(each)));
  const shards = agreeing(found);
  const layout = layoutRun(place, chance);
  openRunDirectory(layout);
  const record = mergedRecord(shards, layout, runner);
  // Its end is written last: a merge that is cut short is a run that was.
  writeRunRecord(layout.directory, { ...record, endedAt: null }, asItIs);
  const notices = writeJournal(shards, layout, chance);
  writeRunRecord(layout.directory, record, asItIs);
  linkLatest(layout);
  return { directory: layout.directory, notices };
}

/** The shards' files are redacted already. */
const asItIs = (text: string) => text;

function mergedRecord(
  shards: readonly [FoundShard, ...FoundShard[]],
  layout: RunLayout,
  runner: ProcessIdentity,
): RunRecord {
  const [first] = shards;
  const records = shards.map(({ record }) => record);
  const { shard: _, ...common } = first.record;
  const ends = records.flatMap(({ endedAt }) => endedAt ?? []);
  const isWhole = ends.length === first.shard.of;
  const stamps = records.flatMap(({ canaries }) => canaries ?? []);
  return {
    ...common,
    run: layout.runId,
    runner,
    startedAt: records.map(({ startedAt }) => startedAt).toSorted()[0] ?? common.startedAt,
    endedAt: isWhole ? (ends.toSorted().at(-1) ?? null) : null,
    socketRoot: layout.socketRoot,
    canaries: stamps.find((stamp) => whyNoPass(stamp) !== null) ?? stamps[0] ?? null,
    plan: wholePlan(shards),
    chosenBy: (common.chosenBy ?? []).filter((flag) => !isShardFlag(flag)),
    definitions: {
      lanes: Object.assign({}, ...records.map(({ definitions }) => definitions?.lanes)),
      scenarios: Object.assign({}, ...records.map(({ definitions }) => definitions?.scenarios)),
    },
    merged: shards.map(partOf),
  };
}

const partOf = ({ record, shard }: FoundShard): MergedShard => ({
  run: record.run,
  number: shard.number,
  startedAt: record.startedAt,
  endedAt: record.endedAt,
});

/** What a machine lacked is told by the shard that had the cell. */
function wholePlan(shards: readonly [FoundShard, ...FoundShard[]]): RunRecord["plan"] {
  const own = shards.flatMap(({ record }) => record.plan);
  const byTitle = new Map(own.map((planned) => [cellTitle(planned), planned]));
  return shards[0].shard.plan.map((planned) => byTitle.get(cellTitle(planned)) ?? planned);
}

/** Damaged lines, in words. */
function writeJournal(
  shards: readonly [FoundShard, ...FoundShard[]],
  layout: RunLayout,
  chance: Chance,
): string[] {
  const journal = openAppend(join(layout.directory, journalFile));
  try {
    journal.append(encodeJournalHeader(layout.runId));
    const notices = shards.flatMap((each) => copyShard(each, layout, journal));
    for (const result of ofMissing(shards, chance)) journal.append(encodeResult(result));
    // The last line, so that all of them are on the disk.
    journal.append("", { flush: true });
    return notices;
  } finally {
    journal.close();
  }
}

function copyShard(found: FoundShard, layout: RunLayout, journal: AppendFile): string[] {
  const { directory, record, shard } = found;
  const path = join(directory, journalFile);
  if (!existsSync(path)) return [];
  const own = new Set(record.plan.map(cellTitle));
  const copied = new Set<string>();
  const copy = (result: CellResult) => {
    if (!own.has(cellTitle(result))) return result;
    const from = cellDirectory(directory, result.gardenId);
    const to = cellDirectory(layout.directory, result.gardenId);
    if (!copied.has(to) && existsSync(to)) {
      throw new UsageError(`${from}: a cell of that name is in two of the shards.`);
    }
    copied.add(to);
    if (existsSync(from)) stored(to, () => cpSync(from, to, { recursive: true }));
    journal.append(encodeResult(result));
    return { ...result, claims: [] };
  };
  const { results, damaged } = decodeJournalLines(linesOfRegularFile(path), copy);
  const titles = new Set(results.map(cellTitle));
  const name = `shard ${shardText(shard)} (${basename(directory)})`;
  return damageIn(directory, damaged, { plan: record.plan, titles }).notices.map(
    (notice) => `${name}: ${notice}`,
  );
}

/** One for each cell of a shard that is not there. */
function* ofMissing(
  shards: readonly [FoundShard, ...FoundShard[]],
  { wallMs, randomBytes }: Chance,
): Generator<CellResult> {
  const [{ shard }] = shards;
  const there = new Set(shards.map(({ shard: { number } }) => number));
  const numbers = Array.from({ length: shard.of }, (_, index) => index + 1);
  const missing = numbers.filter((number) => !there.has(number));
  const [number] = missing;
  if (number === undefined) return;
  const names = missing.map((each) => shardText({ number: each, of: shard.of })).join(", ");
  const because = `not run: ${missing.length === 1 ? "shard" : "one of the shards"} ${names} is not among those that were merged`;
  const own = new Set(shards.flatMap(({ record }) => record.plan.map(cellTitle)));
  for (const planned of shard.plan) {
    if (own.has(cellTitle(planned)) || planned.skip !== null) continue;
    const bytes = ownBytes(randomBytes(3), { number, of: shard.of });
    yield skipped({ ...planned, gardenId: mintGardenId(wallMs, bytes) }, because, true);
  }
}
