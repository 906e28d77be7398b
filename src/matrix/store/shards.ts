// Whether recorded shards are parts of one plan, run by one build against one agent; what differs is told.
// Pure.
import { isDeepStrictEqual } from "node:util";
import { type Fault, UsageError } from "../../world/usage-error.ts";
import type { EffectiveConfig } from "../config/config.ts";
import { shardText } from "../plan/shard.ts";
import { cellTitle } from "../summary/result.ts";
import type { RecordedShard, RunRecord } from "./run-record.ts";

export interface FoundShard {
  readonly directory: string;
  readonly record: RunRecord;
  readonly shard: RecordedShard;
}

/** @throws UsageError for a run that is no shard of a plan. */
export function asShard(directory: string, record: RunRecord): FoundShard {
  if (record.shard) return { directory, record, shard: record.shard };
  throw nothingMerged([
    { where: directory, message: "it is no shard: it was run without --shard" },
  ]);
}

/** In the order of their numbers. @throws UsageError naming each difference. */
export function agreeing(found: readonly FoundShard[]): readonly [FoundShard, ...FoundShard[]] {
  const [first, ...others] = found.toSorted((a, b) => a.shard.number - b.shard.number);
  if (first === undefined) throw new UsageError("Nothing was merged: name the shards' runs.");
  const faults = others.flatMap((each) => differences(first, each));
  if (faults.length > 0) throw nothingMerged(faults);
  const all = [first, ...others] as const;
  const torn = [...overlaps(all), ...gaps(all)];
  if (torn.length > 0) throw nothingMerged(torn);
  return all;
}

const nothingMerged = (faults: readonly Fault[]) =>
  new UsageError("Nothing was merged: these are no shards of one run.", faults);

/** Where a run lies and how many cells it has at once makes its cells no others. */
const ofNoCell = [
  "output",
  "socketDirectory",
  "file",
  "workers",
  "workersPerProvider",
  "pi",
  "pis",
  "prices",
] as const satisfies readonly (keyof EffectiveConfig)[];

/** What has to be the same, in words that a person can compare. */
function traitsOf({ record, shard }: FoundShard): Readonly<Record<string, unknown>> {
  const { versions, build = null, config, claims, chosenBy = [] } = record;
  const { agentName = "pi", agent, tool, commit, node, platform } = versions;
  const settings = Object.entries(config).filter(([name]) => !ofNoCell.some((no) => no === name));
  return {
    "number of shards": shard.of,
    agent: `${agentName} ${agent}`,
    "this tool": `${tool} (${commit ?? "no commit"})`,
    build,
    node,
    platform,
    "dealt out by": shard.by ?? "no earlier run",
    "chosen by": chosenBy.filter((flag) => !isShardFlag(flag)),
    "built-in claims": claims?.builtIn,
    "own claims": claims?.own,
    ...Object.fromEntries(settings.map(([name, value]) => [`config: ${name}`, value])),
  };
}

export const isShardFlag = (flag: string) => /^--shard(-by)? /.test(flag);

function differences(first: FoundShard, other: FoundShard): Fault[] {
  const [one, two] = [traitsOf(first), traitsOf(other)];
  const named = [...new Set([...Object.keys(one), ...Object.keys(two)])];
  const faults = named
    .filter((name) => !isDeepStrictEqual(one[name], two[name]))
    .map((name) => `${name}: ${shown(two[name])}, and ${shown(one[name])} in ${first.directory}`);
  return [...faults, ...otherDefinitions(first, other), ...otherPlan(first, other)].map(
    (message) => ({ where: other.directory, message }),
  );
}

const mostShown = 120;

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  return text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
}

/** Each shard records those of its own scenarios. */
function otherDefinitions({ record: one }: FoundShard, { record: two }: FoundShard): string[] {
  return (["lanes", "scenarios"] as const).flatMap((kind) => {
    const [then, now] = [one.definitions?.[kind] ?? {}, two.definitions?.[kind] ?? {}];
    return Object.keys(now)
      .filter((name) => then[name] !== undefined && then[name] !== now[name])
      .map((name) => `${kind}: ${name} is defined otherwise`);
  });
}

function otherPlan({ shard: one }: FoundShard, { shard: two }: FoundShard): string[] {
  const [then, now] = [one.plan.map(cellTitle), two.plan.map(cellTitle)];
  const at = now.findIndex((title, index) => title !== then[index]);
  if (at < 0 && now.length === then.length) return [];
  const cells = `its plan has ${now.length} cells, and ${then.length} there`;
  const place = at < 0 ? now.length : at;
  return [
    `${cells}; cell ${place + 1} is ${now[place] ?? "none"}, and ${then[place] ?? "none"} there`,
  ];
}

/** Two runs with one cell: nobody could say which of its results counts. */
function overlaps(all: readonly FoundShard[]): Fault[] {
  const owners = new Map<string, FoundShard>();
  return all.flatMap((each) => {
    const { directory, record, shard } = each;
    const twice = record.plan.map(cellTitle).filter((title) => owners.has(title));
    const owner = owners.get(twice[0] ?? "");
    for (const planned of record.plan) owners.set(cellTitle(planned), each);
    if (owner === undefined) return [];
    const same = owner.shard.number === shard.number ? `, shard ${shardText(shard)} as well` : "";
    const message = `${twice.length} of its cells are in ${owner.directory}${same}; the first is ${twice[0]}`;
    return [{ where: directory, message }];
  });
}

/** Where every shard is there, every cell has to be. */
function gaps(all: readonly [FoundShard, ...FoundShard[]]): Fault[] {
  const [{ directory, shard }] = all;
  const planned = new Set(shard.plan.map(cellTitle));
  const own = all.flatMap(({ record }) => record.plan.map(cellTitle));
  const stray = own.find((title) => !planned.has(title));
  if (stray !== undefined) {
    return [{ where: directory, message: `cell ${stray} is in no plan of these shards` }];
  }
  if (all.length < shard.of || own.length === planned.size) return [];
  const there = new Set(own);
  const lost = [...planned].filter((title) => !there.has(title));
  const message = `${lost.length} cells are in none of the ${shard.of} shards; the first is ${lost[0]}`;
  return [{ where: directory, message }];
}
