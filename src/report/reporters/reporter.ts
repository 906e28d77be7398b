// What a reporter is: a name, and a pure way from a summary to a text. One of a user's own is such
// an object in the config.
import type { Demonstration } from "../../agents/built-in.ts";
import type { Evidence } from "../../evidence/evidence.ts";
import type { CellResult } from "../../matrix/summary/result.ts";
import type { Summary } from "../../matrix/summary/summary.ts";
import type { TerminalOptions } from "../terminal.ts";

/** In a file there is no colour, and the width is what a log or a mail still shows whole. */
export interface ReportOptions extends TerminalOptions {
  /** What was recorded of a cell; null where it cannot be read, or nothing was. */
  evidenceOf?(cell: CellResult): Evidence | null;
  /** Commands of a shell that show a session with its agent alone. */
  aloneOf?(demonstration: Demonstration): string;
  /** The user asked for the events of passed cells, too. */
  readonly reportAll?: boolean;
}

export interface Reporter {
  /** As named by `--reporter`. */
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  /** Where a config that lists it wants it written, from the config's directory (default: stdout). */
  readonly file?: string;
  /** Reads no reason of a claim that held but by `wholeOf`, or where it is verbose; then very large runs fit. */
  readonly brief?: boolean;
  /** A second text, for whom a CI service runs: it is appended to the file that the service names. */
  readonly appends?: {
    /** Of the environment; where it is not set, nothing is appended. */
    readonly variable: string;
    /** What the file may hold at all; what would be beyond is cut, and said to be. */
    readonly mostBytes: number;
    /** Pure. Ends with a line break. */
    render(summary: Summary, options: ReportOptions): string;
  };
  /** Pure. Ends with a line break. */
  render(summary: Summary, options: ReportOptions): string;
  /** The same text in parts, of which one at a time is held. */
  parts?(summary: Summary, options: ReportOptions): Iterable<string>;
}

/** Both ways to the text, of one that makes it in parts. */
export const inParts = (
  parts: NonNullable<Reporter["parts"]>,
): Pick<Reporter, "render" | "parts"> => ({
  parts,
  render: (summary, options) => [...parts(summary, options)].join(""),
});

/** Types a reporter that a user brings in a config. */
export function defineReporter(reporter: Reporter): Reporter {
  return reporter;
}
