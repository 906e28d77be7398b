// `matrix`, `matrix run`: runs the gate over the config's matrix and prints the table.

import type { Overrides } from "../matrix/run/prepare.ts";
import type { RunRequest } from "../matrix/run/run-request.ts";
import type { CommandSpec, Io } from "./command.ts";
import { withEntwurf } from "./entwurf-lane.ts";
import {
  flagIn,
  numberIn,
  type Options,
  overridesIn,
  present,
  reportingIn,
  textIn,
} from "./given.ts";
import {
  addReporting,
  addRunning,
  addSelection,
  outputDirectory,
  withResolvedPaths,
} from "./options.ts";
import type { Reporting } from "./reports.ts";

interface RunOptions extends Overrides, Omit<Reporting, "config"> {
  readonly list?: boolean;
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
    const options = runOptionsIn(given);
    if (options.list) return (await import("./list.ts")).list.execute([], given, io);
    const { chosenReports, report } = await import("./reports.ts");
    const reports = await chosenReports(options, io);
    const { summary, scenarios } = await perform(options, io);
    await report(summary, reports, options, scenarios, io);
    return summary.exitCode;
  },
};

function runOptionsIn(given: Options): RunOptions {
  const own = present({
    list: flagIn(given, "list"),
    keep: flagIn(given, "keep"),
    maxFailures: numberIn(given, "maxFailures"),
    continue: textIn(given, "continue"),
  });
  return { ...overridesIn(given), ...reportingIn(given), ...own };
}

type Begun = Pick<RunRequest, "prepared" | "continued" | "checkout">;

async function begin(given: RunOptions, io: Io): Promise<Begun> {
  const [{ prepare }, { checkoutNamed }] = await Promise.all([
    import("../matrix/run/prepare.ts"),
    import("./continued-parts.ts"),
  ]);
  const { options, parts } = await withEntwurf(withResolvedPaths(given, io), io);
  const prepared = await prepare(options, io, parts);
  return { prepared, continued: null, checkout: checkoutNamed(given, io) };
}

async function goOn(named: string, options: RunOptions, io: Io): Promise<Begun> {
  const [world, { prepareAgain }, { openContinued }, { continuedParts }] = await Promise.all([
    io.world(),
    import("../matrix/run/prepare.ts"),
    import("../matrix/run/continue.ts"),
    import("./continued-parts.ts"),
  ]);
  const output = await outputDirectory({ ...options }, io);
  const continued = await openContinued(named, { ...options, output }, io, world);
  const { record } = continued;
  const prepared = await prepareAgain(record.config, io, await continuedParts(record, io));
  return { prepared, continued, checkout: record.checkout ?? null };
}

async function perform(options: RunOptions, io: Io) {
  const [world, { runMatrix }, { followRun }] = await Promise.all([
    io.world(),
    import("../matrix/run/run.ts"),
    import("./follow.ts"),
  ]);
  const { continue: named } = options;
  const begun = await (named === undefined ? begin(options, io) : goOn(named, options, io));
  const { prepared } = begun;
  const { config, live } = prepared;
  const follower = followRun(io, world.clock.monotonicMs);
  const request = {
    ...begun,
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
    const { parts } = prepared;
    const summary = await runMatrix(request, parts, world, follower, io.interruption);
    return { summary, scenarios: parts.scenarios };
  } finally {
    follower.close();
  }
}
