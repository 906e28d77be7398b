// `matrix merge <run>…`: shards of one plan → one run, and its result, as `check` tells it.
import { printable } from "../world/printable.ts";
import { check } from "./check.ts";
import type { CommandSpec, Io } from "./command.ts";
import { addPlace, addReporting, outputDirectory } from "./options.ts";

export const merge: CommandSpec = {
  name: "merge",
  summary: "put the shards of a run together to one run, and judge it",
  define(command) {
    command.argument("<run...>", "directories or names of the shards' runs (--shard 3/8)");
    addPlace(command);
    addReporting(command);
    command.addHelpText("after", decisions);
  },
  async execute(named, options, io, program) {
    const output = await outputDirectory(options, io);
    const directory = await merged(named, output, io);
    return check.execute([directory], options, io, program);
  },
};

const decisions = `
The shards stay as they are. Without one of them the run is unfinished and never a pass; the cells that
lack can be run with --continue. Exit codes are those of a run.`;

/** The new run's directory. @throws UsageError for shards that still run, or are not of one plan. */
async function merged(named: readonly string[], output: string, io: Io): Promise<string> {
  const [{ mergeShards }, { ownIdentity }, { findRunDirectory }, { refuseRunning }] =
    await Promise.all([
      import("../matrix/store/merge.ts"),
      import("../matrix/run/opening.ts"),
      import("../matrix/store/find-run.ts"),
      import("../matrix/store/is-alive.ts"),
    ]);
  const world = await io.world();
  const directories = named.map((name) => findRunDirectory(name, output, io.workingDirectory));
  for (const directory of directories) await refuseRunning(directory, world);
  const { systemTemporaryDirectory, userId } = io;
  const place = { output, socketDirectory: null, systemTemporaryDirectory, userId };
  const chance = { wallMs: world.clock.wallMs(), randomBytes: world.randomBytes };
  const own = await ownIdentity(world);
  const { directory, notices } = mergeShards(
    directories,
    { ...place, agentDirectory: null },
    own,
    chance,
  );
  for (const notice of notices) io.stderr.write(`${printable(notice)}\n`);
  return directory;
}
