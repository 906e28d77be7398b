// A plan dealt out to several runs, so that together they have each cell once. Pure: the same plan and
// the same durations give the same shards on every machine.
import { ownBytesOf } from "../../formats/garden-id.ts";
import { UsageError } from "../../world/usage-error.ts";
import { type Coordinates, cellTitle } from "../summary/result.ts";

export interface ShardName {
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

export interface Shard extends ShardName {
  /** What its cells were dealt out by; null where each counted the same. */
  readonly by: Durations | null;
}

/** Of an earlier run. */
export interface Durations {
  readonly run: string;
  /** Milliseconds by the cells' titles. */
  readonly byTitle: ReadonlyMap<string, number>;
}

/** A planned cell. */
interface Dealt {
  readonly cell: Coordinates;
  readonly unsuited?: boolean;
}

/** Far more than there are machines, and a garden id has room for it. */
const mostShards = 10_000;

/** `3/8` */
export function parseShard(text: string): ShardName | null {
  const [, number = "", of = ""] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(text) ?? [];
  const name = { number: Number(number), of: Number(of) };
  return number !== "" && name.number <= name.of && name.of <= mostShards ? name : null;
}

export const shardText = ({ number, of }: ShardName) => `${number}/${of}`;

/**
 * The cells of one shard, in the order of the plan. The longest are dealt out first, each to the shard
 * with the least so far (longest processing time first: Graham 1969).
 *
 * @throws UsageError for a shard without a cell: it would be no test at all.
 */
export function dealt<Cell extends Dealt>(
  plan: readonly Cell[],
  { number, of, by }: Shard,
): Cell[] {
  const costOf = estimate(plan, by);
  const costs = plan.map((planned, place) => ({ place, cost: costOf(planned) }));
  costs.sort((a, b) => b.cost - a.cost || a.place - b.place);
  const loads = Array.from({ length: of }, () => 0);
  const own = new Set<number>();
  for (const { place, cost } of costs) {
    const least = loads.indexOf(Math.min(...loads));
    loads[least] = (loads[least] ?? 0) + cost;
    if (least === number - 1) own.add(place);
  }
  if (own.size > 0) return plan.filter((_planned, place) => own.has(place));
  throw new UsageError(
    `--shard ${shardText({ number, of })}: the plan has ${plan.length} cells, too few for this shard.`,
  );
}

/** A cell that its nature keeps from being run takes next to nothing, wherever it is planned. */
const leastMs = 1;
/** Where nothing is known every cell takes the same. */
const assumedMs = 1_000;

function estimate(plan: readonly Dealt[], by: Durations | null) {
  const known = by?.byTitle ?? new Map<string, number>();
  const sums = new Map<string, { ms: number; cells: number }>();
  for (const { cell } of plan) {
    const ms = known.get(cellTitle(cell));
    if (ms === undefined) continue;
    for (const key of [all, cell.scenario]) {
      const sum = sums.get(key) ?? { ms: 0, cells: 0 };
      sums.set(key, { ms: sum.ms + ms, cells: sum.cells + 1 });
    }
  }
  const meanOf = (key: string) => {
    const sum = sums.get(key);
    return sum && sum.ms / sum.cells;
  };
  return ({ cell, unsuited }: Dealt): number => {
    if (unsuited) return leastMs;
    const found = known.get(cellTitle(cell)) ?? meanOf(cell.scenario) ?? meanOf(all);
    return Math.max(leastMs, found ?? assumedMs);
  };
}

/** No scenario has this name. */
const all = "";

/**
 * Three random bytes that no other shard of the plan draws, so that the names of all their cells can
 * stand in one run: as a number they leave the shard's own remainder.
 */
export function ownBytes(bytes: Uint8Array, { number, of }: ShardName): Uint8Array {
  const drawn = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  const below = drawn - (drawn % of) + number - 1;
  const own = below < 2 ** 24 ? below : below - of;
  return ownBytesOf(own);
}
