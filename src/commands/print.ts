// How a text is printed: how wide, in which colours, and what the run is called in it.
import { dirname } from "node:path";
import { builtIn } from "../agents/index.ts";
import type { Evidence } from "../evidence/evidence.ts";
import type { Scenario } from "../gate/scenario.ts";
import { readEvidence } from "../matrix/store/read-evidence.ts";
import type { WholeOf } from "../matrix/store/whole.ts";
import type { CellResult } from "../matrix/summary/result.ts";
import type { Summary } from "../matrix/summary/summary.ts";
import type { ReportOptions } from "../report/reporters/reporter.ts";
import { coloured, colourless, type Paint, wantsColour } from "../report/style.ts";
import { realPathOf } from "../world/node/real-path.ts";
import type { Io, Output } from "./command.ts";

/** Where nobody says how wide it is: what a log or a mail still shows whole. */
const defaultWidth = 100;

interface Printing {
  readonly verbose: boolean;
  readonly scenarios: readonly Scenario[];
  readonly reportAll: boolean;
  readonly wholeOf: WholeOf | null;
  /** Not for the terminal: without colour, and of the ordinary width. */
  readonly isFile: boolean;
}

export function optionsFor(
  summary: Summary,
  { verbose, scenarios, reportAll, wholeOf, isFile }: Printing,
  io: Io,
): ReportOptions {
  const groups = new Map(scenarios.map(({ name, group }) => [name, group]));
  return {
    width: isFile ? defaultWidth : widthOf(io.stdout),
    paint: isFile ? colourless : paintFor(io.stdout, io),
    verbose,
    groupOf: (scenario) => groups.get(scenario) ?? "other",
    runName: runNameOf(summary, io),
    aloneOf: builtIn.alone,
    evidenceOf: (cell) => evidenceIn(summary, cell),
    wholeOf: wholeOf ?? ((cell) => cell),
    reportAll,
  };
}

/** A report is made all the same where it cannot be read: the cell's verdict says so then. */
function evidenceIn({ directory }: Summary, cell: CellResult): Evidence | null {
  if (directory === null) return null;
  try {
    return readEvidence(directory, cell);
  } catch {
    return null;
  }
}

/** A terminal that says 0 does not know. */
export const widthOf = ({ columns }: Output) => Math.max(60, columns || defaultWidth);

/** A command that is told no output directory looks for an id below `out` only. */
function runNameOf({ run, directory }: Summary, { workingDirectory }: Io): string | null {
  const isFound = directory === null || dirname(directory) === realPathOf("out", workingDirectory);
  return isFound ? run : directory;
}

export function paintFor(output: Output, io: Io): Paint {
  if (io.colourless) return colourless;
  return wantsColour(io.environment, output.columns !== null) ? coloured : colourless;
}
