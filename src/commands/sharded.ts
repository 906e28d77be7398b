// `--shard 3/8`: of a plan the cells of one shard. What deals them out has to be the same on every machine,
// so that nothing is taken from the output directory that is not named.
import { type Command, InvalidArgumentError, Option } from "commander";
import type { ShardName } from "../matrix/plan/shard.ts";
import type { Prepared } from "../matrix/run/prepare.ts";
import { UsageError } from "../world/usage-error.ts";
import type { Io } from "./command.ts";
import { outputDirectory } from "./options.ts";

export interface ShardOptions {
  readonly shard?: string;
  readonly shardBy?: string;
  readonly shuffle?: number | true;
}

/** An option of a run may not stand beside these: they choose from a run that is there. */
const others = ["continue", "lastFailed", "retryUnknown"];

export function addShard(command: Command): void {
  command
    .addOption(
      new Option(
        "--shard <number/of>",
        "only this part of the cells, such as 3/8; matrix merge puts the parts together",
      )
        .argParser(shardArgument)
        .conflicts(others),
    )
    .option(
      "--shard-by <run>",
      "deal the cells out by how long they took in this run; the same run for every shard",
    );
}

function shardArgument(text: string): string {
  if (/^[1-9]\d{0,4}\/[1-9]\d{0,4}$/.test(text)) return text;
  throw new InvalidArgumentError("It must be a part and how many there are, such as 3/8.");
}

/** @throws UsageError for a shard that is none, and for an order that is drawn anew in each. */
export async function withShard(
  prepared: Prepared,
  options: ShardOptions & Readonly<Record<string, unknown>>,
  io: Io,
): Promise<Prepared> {
  const { shard, shardBy, shuffle } = options;
  if (shard === undefined) {
    if (shardBy === undefined) return prepared;
    throw new UsageError("--shard-by deals cells out to shards: name one with --shard.");
  }
  const name = await named(shard);
  if (shuffle === true) {
    throw new UsageError("--shuffle beside --shard needs a seed, the same one for every shard.");
  }
  const by = shardBy === undefined ? null : await durations(shardBy, options, io);
  return { ...prepared, dimensions: { ...prepared.dimensions, shard: { ...name, by } } };
}

async function named(text: string): Promise<ShardName> {
  const { parseShard } = await import("../matrix/plan/shard.ts");
  const name = parseShard(text);
  if (name !== null) return name;
  throw new UsageError("Nothing was run.", [
    { where: `--shard ${text}`, message: "there is no such part; write 1/8 up to 8/8" },
  ]);
}

async function durations(run: string, options: Readonly<Record<string, unknown>>, io: Io) {
  const [{ durationsIn }, { findRunDirectory }] = await Promise.all([
    import("../matrix/store/durations.ts"),
    import("../matrix/store/find-run.ts"),
  ]);
  return durationsIn(
    findRunDirectory(run, await outputDirectory(options, io), io.workingDirectory),
  );
}
