// Options that several commands share, and how their values are read.
import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { ruleModes } from "../loopback/rules/mode.ts";
import { longestTimeoutMs, seedModes } from "../matrix/config/config.ts";
import { realPathOf } from "../world/node/real-path.ts";
import { UsageError } from "../world/usage-error.ts";
import type { Io } from "./command.ts";

export const collect = (value: string, before: readonly string[] | undefined) => [
  ...(before ?? []),
  value,
];

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError(
    value > Number.MAX_SAFE_INTEGER
      ? `It must be at most ${Number.MAX_SAFE_INTEGER}.`
      : "It must be a whole number of at least 1.",
  );
}

/** Of a file or a directory: empty, it would be taken for one that the config names. */
export function pathText(text: string): string {
  if (text !== "") return text;
  throw new InvalidArgumentError("It must not be empty.");
}

export const collectPaths = (text: string, before: readonly string[] | undefined) =>
  collect(pathText(text), before);

export function noneOrMore(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError("It must be a whole number.");
}

export function dollarAmount(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("It must be a number of US dollars, such as 2.50.");
}

function milliseconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= longestTimeoutMs) return value;
  throw new InvalidArgumentError(
    `It must be a number of milliseconds, at most ${longestTimeoutMs}.`,
  );
}

function bound(text: string): number {
  const value = milliseconds(text);
  if (value > 0) return value;
  throw new InvalidArgumentError("It must be more than 0 milliseconds; leave it out for no bound.");
}

/** Far more than it takes to break a lock; each one makes every simulated schedule longer. */
export const mostDispatchers = 16;

/** Of the help, which people search for a retry. */
export const noRetryOfFailures = `
Every attempt of --retries is kept and shown. There is no retry of a failure, on purpose: a failure is what the
run is for, and one that goes away when asked again is flaky and not passed. To learn how often it fails, repeat
it: --repeat-each 20, or --until-failure.`;

const configOption = [
  "--config <file>",
  "config file (default: matrix.config.ts)",
  pathText,
] as const;

const outputOption = [
  "--output <directory>",
  "where runs are kept (default: the config's, or out)",
  pathText,
] as const;

/** What is run. */
export function addSelection(command: Command): void {
  command
    .option(
      "--target <glob>",
      "targets to run (repeatable); a full provider/model need not be listed",
      collect,
    )
    .option("--full", "every scenario on every target with every lane")
    .option("--all-targets", "one model of each built-in provider")
    .option(
      "--lane <glob>",
      "lanes to run (repeatable); entwurf:<dir> for those of a checkout",
      collect,
    )
    .option("--scenario <glob>", "scenarios to run (repeatable)", collect)
    .option(
      "--history <glob>",
      "what the dormant sessions hold (repeatable; default: one-turn)",
      collect,
    )
    .option("-g, --grep <expression>", "only cells whose title matches (repeatable)", collect)
    .option(
      "--grep-invert <expression>",
      "only cells whose title does not match (repeatable)",
      collect,
    )
    .option(
      "--test-list <file>",
      "only cells that the file names, one title a line, as matrix list prints them",
      pathText,
    )
    .option("--shuffle [seed]", "in a random order; the seed gives the same one again", wholeNumber)
    .option("--limit <count>", "so many cells at most, the first ones of that order", wholeNumber)
    .option("--repeat-each <count>", "run each cell so many times", wholeNumber)
    .option(...configOption)
    .addOption(
      new Option("--fidelity <fidelity>", "live needs LIVE=1 as well").choices([
        "loopback",
        "live",
      ]),
    );
}

/** How it is run. */
export function addRunning(command: Command): void {
  command
    .option("-j, --workers <count>", "cells at once", wholeNumber)
    .option(
      "--max-connections <count>",
      "cells at once against one provider, at most; fewer while it answers 429",
      wholeNumber,
    )
    .option("--timeout <ms>", "how long one cell may take; one that takes longer is unknown", bound)
    .option(
      "--global-timeout <ms>",
      "how long all cells together may take; those that are not over then are not run",
      bound,
    )
    .addOption(
      new Option(
        "-x, --max-failures [count]",
        "start no more cells after so many failures; -x alone: after one",
      )
        .argParser(wholeNumber)
        .preset("1"),
    )
    .option(
      "--pi <path>",
      "the pi to test (default: the bundled one); several make its version an axis of the run",
      collectPaths,
    )
    .option("--model-latency <ms>", "how long the embedded provider thinks", milliseconds)
    .addOption(
      new Option(
        "--provider-rules <mode>",
        "refuse what a real provider would, only record it, or do not look (default: strict for histories, else record)",
      ).choices(ruleModes),
    )
    .addOption(
      new Option(
        "--seed <mode>",
        "made: pi's own session code writes sessions of which nobody looks at the seed's turn; real: each comes of a real turn (default: made)",
      ).choices(seedModes),
    )
    .option(...outputOption)
    .option("--keep", "keep the files of cells that passed, too")
    .option("-q, --quiet", "show no progress; the result is printed all the same");
}

export function addReporting(command: Command): void {
  command
    .option(
      "--reporter <name[=file]>",
      "table, html, json, markdown, junit, ctrf, github, agent, histories, or the config's own; printed, or written to the file (repeatable)",
      collect,
    )
    .option("--json", "print one JSON object and nothing else; short for --reporter json")
    .option("--verbose", "list every claim of every cell")
    .option(
      "--fail-on-flaky",
      "fail where a cell passed only when tried again, or a row passes and fails by known findings",
    );
  addReportAll(command);
}

export function addReportAll(command: Command): void {
  command.option("--report-all", "put the events of passed cells into the html report, too");
}

export function addConfig(command: Command): void {
  command.option(...configOption);
}

/** Where runs are found, or would be kept. */
export function addPlace(command: Command): void {
  command.option(...configOption).option(...outputOption);
}

/**
 * Where runs are kept, absolute and without links: as the command line says, from the working directory; else as the
 * config says, from its own; else `out`. A recorded run outlives its config: only one that is named
 * must be there.
 *
 * @throws UsageError when a config is named that cannot be loaded.
 */
export async function outputDirectory(
  { output, config }: Readonly<Record<string, unknown>>,
  { workingDirectory, stderr }: Io,
): Promise<string> {
  if (typeof output === "string") return realPathOf(output, workingDirectory);
  const { isConfigIn } = await import("../matrix/config/load.ts");
  if (typeof config === "string") return configuredOutput(workingDirectory, config);
  const ordinary = realPathOf("out", workingDirectory);
  if (!isConfigIn(workingDirectory)) return ordinary;
  try {
    return await configuredOutput(workingDirectory, undefined);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    stderr.write(`${error.message}\nLooking in ${ordinary}; --output names another directory.\n`);
    return ordinary;
  }
}

async function configuredOutput(workingDirectory: string, named: string | undefined) {
  const { loadConfig } = await import("../matrix/config/load.ts");
  const { value, directory } = await loadConfig(workingDirectory, named);
  const { output } = (value ?? {}) as { readonly output?: unknown };
  return realPathOf(typeof output === "string" && output !== "" ? output : "out", directory);
}

/** Paths of the command line, from the working directory: those of the config are from its own. */
export function withResolvedPaths<
  Options extends {
    readonly output?: string;
    readonly pi?: string;
    readonly pis?: readonly string[];
  },
>(options: Options, { workingDirectory }: Pick<Io, "workingDirectory">): Options {
  const { output, pi, pis } = options;
  return {
    ...options,
    ...(output ? { output: resolve(workingDirectory, output) } : {}),
    ...(pi ? { pi: resolve(workingDirectory, pi) } : {}),
    ...(pis ? { pis: pis.map((path) => resolve(workingDirectory, path)) } : {}),
  };
}
