// `matrix`, `matrix run`: runs the gate over the config's matrix and prints the table.

import type { Overrides } from "../matrix/prepare.ts";
import type { Parts } from "../matrix/runner.ts";
import type { CommandSpec, Io } from "./command.ts";
import { withEntwurf } from "./entwurf-lane.ts";
import { addReporting, addRunning, addSelection } from "./options.ts";

interface RunOptions extends Overrides {
  readonly list?: boolean;
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly keep?: boolean;
  readonly maxFailures?: number;
  readonly continue?: string;
}

export const run: CommandSpec = {
  name: "run",
  summary: "run the matrix (the default)",
  isDefault: true,
  define(command) {
    addSelection(command);
    addRunning(command);
    addReporting(command);
    command
      .option("--list", "print the cells that would be run, and run none")
      .option(
        "--continue <run>",
        "finish a run from its journal; finished cells are not run again",
      );
  },
  async execute(_positional, given, io) {
    const options = given as RunOptions;
    if (options.list) return (await import("./list.ts")).list.execute([], given, io);
    const { printSummary } = await import("./print.ts");
    const summary = await perform(options, io);
    printSummary(summary, options, (await io.parts()).scenarios, io);
    return summary.exitCode;
  },
};

/** The lanes and scenarios that the config brings itself, for a run that is continued. */
async function withConfigured(parts: Parts, { config }: RunOptions, io: Io): Promise<Parts> {
  const { withConfiguredDefinitions } = await import("../matrix/own.ts");
  return withConfiguredDefinitions(parts, io.workingDirectory, config);
}

async function perform(given: RunOptions, io: Io) {
  const { options, parts } = await withEntwurf(given, io);
  const [world, { prepare, prepareAgain }, { runMatrix }, { followRun }, { openContinued }] =
    await Promise.all([
      io.world(),
      import("../matrix/prepare.ts"),
      import("../matrix/run.ts"),
      import("./follow.ts"),
      import("../matrix/continue.ts"),
    ]);
  const continued =
    options.continue === undefined
      ? null
      : await openContinued(options.continue, options, io, world);
  const prepared =
    continued === null
      ? await prepare(options, io, parts)
      : prepareAgain(continued.record.config, io, await withConfigured(parts, options, io));
  const { config, live } = prepared;
  const follower = followRun(io, world.clock.monotonicMs);
  const request = {
    prepared,
    continued,
    environment: io.environment,
    maxFailures: options.maxFailures ?? null,
    keep: options.keep ?? false,
    place: {
      output: config.output,
      socketDirectory: config.socketDirectory,
      systemTemporaryDirectory: io.systemTemporaryDirectory,
      userId: io.userId,
      agentDirectory: live?.agentDirectory ?? null,
    },
  };
  try {
    return await runMatrix(request, prepared.parts, world, follower, io.interruption);
  } finally {
    follower.close();
  }
}
