// `matrix show-report [run]`: writes the page of a recorded run and prints where it is. It is for
// looking: whatever the run's verdict, a page that was written is a success.
import { join, resolve } from "node:path";
import { printable } from "../world/printable.ts";
import type { CommandSpec, Io } from "./command.ts";
import { configuredParts } from "./configured-parts.ts";
import { textIn } from "./given.ts";
import { addPlace, addReportAll, outputDirectory } from "./options.ts";

export const showReport: CommandSpec = {
  name: "show-report",
  summary: "write a recorded run as one HTML page, and print its path",
  define(command) {
    command.argument("[run]", "a run's directory or name", "latest");
    addPlace(command);
    command.option(
      "--file <file>",
      "where to write it (default: report.html in the run's directory)",
    );
    command.option("--open", "open it, too, where there is a display");
    addReportAll(command);
  },
  async execute([named = "latest"], options, io) {
    const [{ checkRun }, { findRunDirectory }, { refusePlaces }, { report }, { html }] =
      await Promise.all([
        import("../matrix/store/check.ts"),
        import("../matrix/store/find-run.ts"),
        import("../matrix/store/write-reports.ts"),
        import("./reports.ts"),
        import("../report/reporters/html.ts"),
      ]);
    const parts = await configuredParts(options, io);
    const directory = findRunDirectory(
      named,
      await outputDirectory(options, io),
      io.workingDirectory,
    );
    const asked = textIn(options, "file");
    const file =
      asked === undefined ? join(directory, "report.html") : resolve(io.workingDirectory, asked);
    const places = [{ name: "--file", file }];
    // The page's usual place is in the run: whether it is a run has to be told first.
    if (asked !== undefined) refusePlaces(places);
    const brief = { brief: true };
    const { notices, ...checked } = checkRun(directory, parts.judge, parts.claims, brief);
    if (asked === undefined) refusePlaces(places);
    for (const notice of notices) io.stderr.write(`${printable(notice)}\n`);
    const reporting = { reportAll: options.reportAll === true };
    const told = { ...checked, scenarios: parts.scenarios };
    await report(told, [{ reporter: html, file }], reporting, io);
    io.stdout.write(`${file}\n`);
    if (options.open === true) await open(file, io);
    return 0;
  },
};

/** A page that nobody can look at here was written all the same: its path is printed. */
async function open(file: string, { environment, stderr }: Io): Promise<void> {
  const { openForAPerson } = await import("../world/node/opener.ts");
  const failure = await openForAPerson(file, environment);
  if (failure !== null) stderr.write(`The page was not opened: ${printable(failure)}.\n`);
}
