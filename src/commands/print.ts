// How a command prints a summary: as a table for people, or as JSON and nothing else.
import { dirname } from "node:path";
import type { Scenario } from "../gate/scenario.ts";
import { realPathOf } from "../matrix/real-path.ts";
import type { Summary } from "../matrix/summary/summary.ts";
import { renderJson } from "../report/json.ts";
import { coloured, colourless, type Paint, wantsColour } from "../report/style.ts";
import { renderTerminal } from "../report/terminal.ts";
import type { Io, Output } from "./command.ts";

/** Where nobody says how wide it is: what a log or a mail still shows whole. */
const defaultWidth = 100;

export function printSummary(
  summary: Summary,
  options: { readonly json?: boolean; readonly verbose?: boolean },
  scenarios: readonly Scenario[],
  io: Io,
): void {
  if (options.json) {
    io.stdout.write(renderJson(summary));
    return;
  }
  const width = Math.max(60, io.stdout.columns ?? defaultWidth);
  const paint = paintFor(io.stdout, io);
  const groups = new Map(scenarios.map(({ name, group }) => [name, group]));
  const groupOf = (scenario: string) => groups.get(scenario) ?? "other";
  const verbose = options.verbose ?? false;
  const runName = runNameOf(summary, io);
  io.stdout.write(renderTerminal(summary, { width, paint, verbose, groupOf, runName }));
}

/** A command that is told no output directory looks for an id below `out` only. */
function runNameOf({ run, directory }: Summary, { workingDirectory }: Io): string | null {
  const isFound = directory === null || dirname(directory) === realPathOf("out", workingDirectory);
  return isFound ? run : directory;
}

export function paintFor(output: Output, io: Io): Paint {
  return wantsColour(io.environment, output.columns !== null) ? coloured : colourless;
}
