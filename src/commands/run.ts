// `matrix`, `matrix run`: runs the gate over the config's matrix and prints the table.

import { resolve } from "node:path";
import { Option } from "commander";
import type { Overrides } from "../matrix/run/prepare.ts";
import type { Again } from "../matrix/run/rerun.ts";
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
import { tellLeftProcesses } from "./still-there.ts";

interface RunOptions extends Overrides, Omit<Reporting, "config"> {
  readonly list?: boolean;
  readonly keep?: boolean;
  readonly maxFailures?: number;
  readonly continue?: string;
  readonly lastFailed?: boolean;
  readonly retryUnknown?: boolean;
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
        "finish a run from its journal, with what is added; no finished cell is run again",
      )
      .addOption(
        new Option(
          "--last-failed",
          "run the failed cells of the latest run again, as a new run",
        ).conflicts(["continue", "retryUnknown", "list"]),
      )
      .addOption(
        new Option("--retry-unknown", "run its unknown cells again; both runs are kept").conflicts([
          "continue",
          "lastFailed",
          "list",
        ]),
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
    lastFailed: flagIn(given, "lastFailed"),
    retryUnknown: flagIn(given, "retryUnknown"),
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
  const config = options.config && resolve(io.workingDirectory, options.config);
  const given = { ...withResolvedPaths(options, io), output, ...(config ? { config } : {}) };
  const continued = await openContinued(named, given, io, world);
  const { record } = continued;
  const parts = await continuedParts(record, io);
  const prepared = await prepareAgain(record.config, io, parts, options);
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
  };
}

function beginAsAsked(options: RunOptions, io: Io): Promise<Begun> {
  if (options.continue !== undefined) return goOn(options.continue, options, io);
  if (options.lastFailed) return runAgain("last-failed", options, io);
  if (options.retryUnknown) return runAgain("retry-unknown", options, io);
  return begin(options, io);
}

async function perform(options: RunOptions, io: Io) {
  const [world, { runMatrix }, { followRun }] = await Promise.all([
    io.world(),
    import("../matrix/run/run.ts"),
    import("./follow.ts"),
  ]);
  const begun = await beginAsAsked(options, io);
  const { prepared } = begun;
  const { config, live } = prepared;
  await tellLeftProcesses(io, config.socketDirectory, begun.continued?.directory);
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
