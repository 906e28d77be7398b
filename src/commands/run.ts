// `matrix`, `matrix run`: runs the gate over the config's matrix and prints the table.

import { type Command, Option } from "commander";
import { printable } from "../world/printable.ts";
import type { CommandSpec } from "./command.ts";
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
  dollarAmount,
  noRetryOfFailures,
  wholeNumber,
} from "./options.ts";
import { foretell, perform, type RunOptions } from "./perform.ts";
import { addQueue } from "./queued.ts";
import { addShard } from "./sharded.ts";
import { spanTarget } from "./span-target.ts";

export const run: CommandSpec = {
  name: "run",
  summary: "run the matrix (the default)",
  isDefault: true,
  define(command) {
    addSelection(command);
    addRunning(command);
    addReporting(command);
    addSpans(command);
    addShard(command);
    addQueue(command);
    command
      .option(
        "--retries <count>",
        "try a cell again that was never tested: its seed failed, or the provider was down",
        wholeNumber,
      )
      .option(
        "--max-unknown <count>",
        "start no more cells after so many unknown results: the provider may be down",
        wholeNumber,
      )
      .addOption(
        new Option(
          "--until-failure [count]",
          "repeat every cell until one fails, at most so many times (default: 100)",
        )
          .argParser(wholeNumber)
          .preset(mostRounds)
          .conflicts(["repeatEach", "maxFailures", "continue", "lastFailed", "retryUnknown"]),
      )
      .addHelpText("after", noRetryOfFailures)
      .option(
        "--budget-usd <dollars>",
        "begin no cell that may exceed this for the whole run; each model needs a known price",
        dollarAmount,
      )
      .option(
        "--token-limit <count>",
        "begin no cell of a target whose cells may take more tokens than this",
        wholeNumber,
      )
      .option("--dry-run", "print what the run would cost at most, and start nothing")
      .option("--list", "print the cells that would be run, and run none")
      .addOption(
        new Option(
          "--continue <run>",
          "finish a run from its journal, with what is added; no finished cell is run again",
        ).conflicts("list"),
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
  async execute(_positional, given, io, program) {
    const options = runOptionsIn(given);
    const { chosenReports, judgedAsAsked, needBrief, report } = await import("./reports.ts");
    const reports = await chosenReports(options, io);
    if (options.list) return (await import("./list.ts")).list.execute([], given, io, program);
    if (options.dryRun) {
      io.stdout.write(`${printable(await foretell(options, io))}\n`);
      return 0;
    }
    const forAgent = reports.some(
      ({ reporter, file }) => reporter.name === "agent" && file === null,
    );
    const [spans, { exportSpans }] = await Promise.all([
      spanTarget(spanOptionsIn(given), io),
      import("./export-spans.ts"),
    ]);
    // Spans tell of claims only what is told of them in a brief result.
    const brief = needBrief(reports, options);
    const { summary: outcome, ...told } = await perform({ ...options, forAgent, brief }, io);
    const summary = judgedAsAsked(outcome, options);
    await report({ summary, ...told }, reports, options, io);
    if (spans !== null) await exportSpans(summary, spans, io);
    return summary.exitCode;
  },
};

function addSpans(command: Command): void {
  command
    .option(
      "--otlp [url]",
      "send a span for each cell and phase to a collector of OpenTelemetry (default: OTEL_EXPORTER_OTLP_ENDPOINT, or http://localhost:4318)",
    )
    .option("--otlp-content", "with what models and judgements said");
}

const spanOptionsIn = (given: Options) =>
  present({
    otlp: given.otlp === true ? (true as const) : textIn(given, "otlp"),
    otlpContent: flagIn(given, "otlpContent"),
    config: textIn(given, "config"),
  });

/** A bound for who names none. */
const mostRounds = "100";

function runOptionsIn(given: Options): RunOptions {
  const own = present({
    list: flagIn(given, "list"),
    keep: flagIn(given, "keep"),
    quiet: flagIn(given, "quiet"),
    maxFailures: numberIn(given, "maxFailures"),
    maxUnknown: numberIn(given, "maxUnknown"),
    retries: numberIn(given, "retries"),
    budgetUsd: numberIn(given, "budgetUsd"),
    tokenLimit: numberIn(given, "tokenLimit"),
    dryRun: flagIn(given, "dryRun"),
    untilFailure: numberIn(given, "untilFailure"),
    continue: textIn(given, "continue"),
    lastFailed: flagIn(given, "lastFailed"),
    retryUnknown: flagIn(given, "retryUnknown"),
    queue: textIn(given, "queue"),
  });
  // Rounds are repetitions, the last of which nobody waits for: one run, with its statistics.
  const { untilFailure } = own;
  const rounds = untilFailure === undefined ? {} : { repeatEach: untilFailure, maxFailures: 1 };
  return { ...overridesIn(given), ...reportingIn(given), ...own, ...rounds };
}
