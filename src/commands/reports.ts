// The reports of a command: chosen before anything is run, so that a wrong name costs nothing, and
// made when the summary is there.
import { resolve } from "node:path";
import type { Scenario } from "../gate/scenario.ts";
import type { WholeOf } from "../matrix/store/whole.ts";
import { failingOnFlaky } from "../matrix/summary/flaky.ts";
import type { Summary } from "../matrix/summary/summary.ts";
import type { ChosenReport } from "../report/reporters/choose.ts";
import { reporters as builtIn } from "../report/reporters/index.ts";
import type { Reporter, ReportOptions } from "../report/reporters/reporter.ts";
import { UsageError } from "../world/usage-error.ts";
import { messageOf } from "../world/world.ts";
import type { Io } from "./command.ts";

export interface Reporting {
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly failOnFlaky?: boolean;
  readonly reporter?: readonly string[];
  readonly config?: string;
  readonly reportAll?: boolean;
}

// Loaded before the first cell: Ctrl-C also ends the process that compiles what is loaded later.
const reportingParts = () =>
  Promise.all([import("./print.ts"), import("../matrix/store/write-reports.ts")]);

/** @throws UsageError for a reporter that nobody knows, and for a place where no file can be written. */
export async function chosenReports(options: Reporting, io: Io): Promise<readonly ChosenReport[]> {
  const { chooseReports } = await import("../report/reporters/choose.ts");
  const [, { refusePlaces }] = await reportingParts();
  const { json = false, reporter = [] } = options;
  const config = await configured(options, io);
  const chosen = chooseReports({
    named: json ? ["json", ...reporter] : reporter,
    workingDirectory: io.workingDirectory,
    configured: config?.reporters,
    configDirectory: config?.directory ?? io.workingDirectory,
  });
  refusePlaces([
    ...chosen.map(({ reporter: { name }, file }) => ({ name, file })),
    ...appendedTo(chosen, io).map(({ appends, file }) => ({ name: appends.variable, file })),
  ]);
  return chosen;
}

/** Null where there is no config: a recorded run may have outlived it. */
async function configured({ config }: Reporting, { workingDirectory }: Io) {
  const { isConfigIn, loadConfig } = await import("../matrix/config/load.ts");
  if (config === undefined && !isConfigIn(workingDirectory)) return null;
  const { UsageError } = await import("../world/usage-error.ts");
  const loaded = await loadConfig(workingDirectory, config).catch((error: unknown) => {
    // Code that needs more of it will say what is wrong with it.
    if (config === undefined && error instanceof UsageError) return null;
    throw error;
  });
  if (loaded === null) return null;
  const { reporters } = Object(loaded.value) as { readonly reporters?: unknown };
  return { reporters, directory: loaded.directory };
}

/** What goes to a file that the environment names. */
const appendedTo = (chosen: readonly ChosenReport[], { environment, workingDirectory }: Io) =>
  chosen.flatMap(({ reporter: { appends } }) => {
    const named = appends && environment[appends.variable];
    return named ? [{ appends, file: resolve(workingDirectory, named) }] : [];
  });

/** Whether no one needs all that claims said of all cells at once. Those that are built in ask cell by cell. */
export const needBrief = (reports: readonly ChosenReport[], { verbose = false }: Reporting) =>
  reports.every(({ reporter }) => reporter.brief && (!verbose || builtIn.includes(reporter)));

/** What counts: what came out, or a failure where that is flaky and it is asked for. */
export const judgedAsAsked = (summary: Summary, { failOnFlaky = false }: Reporting): Summary =>
  failOnFlaky ? failingOnFlaky(summary) : summary;

export interface Reported {
  readonly summary: Summary;
  readonly scenarios: readonly Scenario[];
  /** Null where the summary is whole. */
  readonly wholeOf: WholeOf | null;
}

/** Why it could not be made to its end, if so. */
function print(text: Iterable<string>, { stdout }: Io): string[] {
  try {
    for (const part of text) stdout.write(part);
    return [];
  } catch (error) {
    if (error instanceof UsageError) return [error.message];
    throw error;
  }
}

/** Made as it is read. @throws UsageError naming the reporter, which may be the user's own, where it fails. */
function* textOf(reporter: Reporter, summary: Summary, options: ReportOptions): Generator<string> {
  try {
    const parts = reporter.parts?.(summary, options) ?? [reporter.render(summary, options)];
    for (const part of parts as Iterable<unknown>) {
      if (typeof part !== "string") throw new Error(`it gave ${typeof part} for text`);
      yield part;
    }
  } catch (error) {
    throw new UsageError(`Reporter ${reporter.name} failed: ${messageOf(error)}`);
  }
}

/** @throws UsageError, StorageError for a file that cannot be written, once everything else is reported. */
export async function report(
  { summary, ...told }: Reported,
  chosen: readonly ChosenReport[],
  { verbose = false, reportAll = false }: Reporting,
  io: Io,
): Promise<void> {
  const [{ optionsFor }, { writeReports }] = await reportingParts();
  const texts = chosen.map(({ reporter, file }) => {
    const isFile = file !== null;
    const options = optionsFor(summary, { ...told, verbose, reportAll, isFile }, io);
    return { file, text: textOf(reporter, summary, options) };
  });
  const appended = appendedTo(chosen, io).map(({ appends, file }) => {
    const options = optionsFor(summary, { ...told, verbose, reportAll, isFile: true }, io);
    return { file, text: appends.render(summary, options), appendUpTo: appends.mostBytes };
  });
  const failed = texts.flatMap(({ file, text }) => (file === null ? print(text, io) : []));
  const written = texts.flatMap(({ file, text }) => (file === null ? [] : [{ file, text }]));
  writeReports([...written, ...appended], failed);
}
