// What GitHub Actions shows of a run: the table in the log, an annotation for each finding, and
// the page of the step. A line of the log may be a command to the runner; none comes from outside.
import type { Finding } from "../../matrix/summary/findings.ts";
import { cellTitle } from "../../matrix/summary/result.ts";
import type { Summary } from "../../matrix/summary/summary.ts";
import { replayCommand } from "../failures.ts";
import { plain } from "../plain.ts";
import { terminalParts } from "../terminal.ts";
import { markdown } from "./markdown.ts";
import { defineReporter, inParts, type ReportOptions } from "./reporter.ts";

/** GitHub shows no more annotations of a kind for one step. */
const mostOfAKind = 10;

export const github = defineReporter({
  name: "github",
  summary: "the table, annotations and the step summary of GitHub Actions",
  brief: true,
  appends: { variable: "GITHUB_STEP_SUMMARY", mostBytes: 1024 * 1024, render: markdown.render },
  ...inParts(function* (summary: Summary, options: ReportOptions) {
    for (const part of terminalParts(summary, options)) {
      yield withoutMark(part.replace(/^(\s*)::/gm, "$1: :"));
    }
    for (const [outcome, kind] of kinds) {
      yield* annotationsOf(outcome, kind, summary).map(withoutMark);
    }
  }),
});

const withoutMark = (text: string) => text.replaceAll("##[", "# #[");

const kinds = [
  ["fail", "error"],
  ["unknown", "warning"],
  ["known", "notice"],
] as const;

/** The last one there is room for says how many are left out. */
function annotationsOf(outcome: Finding["outcome"], kind: string, summary: Summary): string[] {
  const findings = summary.findings.filter((finding) => finding.outcome === outcome);
  const shown = findings.length > mostOfAKind ? mostOfAKind - 1 : findings.length;
  const lines = findings.slice(0, shown).map((finding) => annotationOf(kind, finding, summary));
  const left = findings.length - shown;
  if (left > 0)
    lines.push(
      command(kind, `${left} more findings`, "The log and the page of the step show them."),
    );
  return lines;
}

function annotationOf(kind: string, finding: Finding, { fidelity, flags }: Summary): string {
  const { claim, cells, example, reason } = finding;
  const { cell, judgement } = example;
  const title = cells.length === 1 ? cellTitle(cell) : `${cells.length} cells`;
  const lines = [
    plain(judgement?.because ?? cell.because ?? reason),
    ...(cells.length === 1 ? [] : [`such as ${plain(cellTitle(cell))}`]),
    plain(replayCommand(cell, fidelity, flags)),
  ];
  return command(kind, plain(claim === null ? title : `${claim}: ${title}`, 200), lines.join("\n"));
}

const command = (kind: string, title: string, message: string) =>
  `::${kind} title=${escapedProperty(title)}::${escapedMessage(message)}\n`;

/** As the runner's toolkit escapes them. */
const escapedMessage = (text: string) =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const escapedProperty = (text: string) =>
  escapedMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
