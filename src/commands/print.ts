// How a command prints a summary: as a table for people, or as JSON and nothing else.
import type { Summary } from "../matrix/summary.ts";
import { renderJson } from "../report/json.ts";
import { coloured, colourless, type Paint, wantsColour } from "../report/style.ts";
import { renderTerminal } from "../report/terminal.ts";
import type { Io, Output } from "./command.ts";

/** Where nobody says how wide it is: what a log or a mail still shows whole. */
const defaultWidth = 100;

export function printSummary(
  summary: Summary,
  options: { readonly json?: boolean; readonly verbose?: boolean },
  io: Io,
): void {
  if (options.json) {
    io.stdout.write(renderJson(summary));
    return;
  }
  const width = Math.max(60, io.stdout.columns ?? defaultWidth);
  const paint = paintFor(io.stdout, io);
  io.stdout.write(renderTerminal(summary, { width, paint, verbose: options.verbose ?? false }));
}

export function paintFor(output: Output, io: Io): Paint {
  return wantsColour(io.environment, output.columns !== null) ? coloured : colourless;
}
