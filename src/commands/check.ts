// `matrix check <run>`: judges a recorded run again, with the claims of this build, offline.

import { printable } from "../world/printable.ts";
import type { CommandSpec } from "./command.ts";
import { configuredParts } from "./configured-parts.ts";
import { reportingIn } from "./given.ts";
import { addPlace, addReporting, outputDirectory } from "./options.ts";

export const check: CommandSpec = {
  name: "check",
  summary: "judge a recorded run again, offline",
  define(command) {
    command.argument("[run]", "a run's directory or name", "latest");
    addPlace(command);
    addReporting(command);
  },
  async execute([named = "latest"], options, io) {
    const { keepHeapSmall } = await import("../world/node/small-heap.ts");
    // Before anything is loaded: how far the heap may grow is decided at the collection before.
    keepHeapSmall();
    const [
      { checkRun },
      { findRunDirectory },
      { chosenReports, judgedAsAsked, needBrief, report },
    ] = await Promise.all([
      import("../matrix/store/check.ts"),
      import("../matrix/store/find-run.ts"),
      import("./reports.ts"),
    ]);
    const parts = await configuredParts(options, io);
    const reporting = reportingIn(options);
    const reports = await chosenReports(reporting, io);
    const brief = needBrief(reports, reporting);
    const output = await outputDirectory(options, io);
    const directory = findRunDirectory(named, output, io.workingDirectory);
    const checked = checkRun(directory, parts.judge, parts.claims, { brief });
    const { notices, wholeOf } = checked;
    const summary = judgedAsAsked(checked.summary, reporting);
    for (const notice of notices) io.stderr.write(`${printable(notice)}\n`);
    const told = { summary, scenarios: parts.scenarios, wholeOf: brief ? wholeOf : null };
    await report(told, reports, reporting, io);
    return summary.exitCode;
  },
};
