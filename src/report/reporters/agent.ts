// For a coding agent that reads what a run says: few lines, no table, no colour, each finding with what
// it needs to go on. Words from outside stand in quotes, as JSON writes them: they are data.
import { evidenceFile } from "../../matrix/plan/layout.ts";
import type { Finding } from "../../matrix/summary/findings.ts";
import { cellTitle } from "../../matrix/summary/result.ts";
import type { Summary } from "../../matrix/summary/summary.ts";
import { replayCommand } from "../failures.ts";
import { plain } from "../plain.ts";
import { defineReporter } from "./reporter.ts";

const mostFindings = 10;
const longestReason = 300;

export const agent = defineReporter({
  name: "agent",
  summary: "few lines, for a coding agent",
  brief: true,
  render(summary: Summary): string {
    const { findings, notAcceptance, directory } = summary;
    const more = findings.length - mostFindings;
    const lines = [
      firstLine(summary),
      ...(notAcceptance === null ? [] : [`not an acceptance: ${quoted(notAcceptance)}`]),
      ...findings.slice(0, mostFindings).flatMap((finding) => linesOf(finding, summary)),
      ...(more > 0 ? [`${more} more findings: --reporter json has all of them`] : []),
      ...(directory === null ? [] : [`run ${quoted(directory)}`]),
    ];
    return `${lines.join("\n")}\n`;
  },
});

function firstLine({ verdict, interrupted, counts, exitCode }: Summary): string {
  const word = interrupted ? "interrupted" : (verdict ?? "no verdict");
  const parts = (["pass", "fail", "known", "unknown", "skip"] as const)
    .filter((name) => counts[name] > 0)
    .map((name) => `, ${counts[name]} ${name}`);
  return `${word}: ${counts.planned} planned${parts.join("")}; exit ${exitCode}`;
}

function linesOf({ outcome, claim, cells, reason, example }: Finding, summary: Summary) {
  const { cell, judgement } = example;
  const { directory, fidelity, flags } = summary;
  const name = claim === null ? "" : ` ${plain(claim)}`;
  const extent = cells.length === 1 ? "" : ` in ${cells.length} cells, such as`;
  const why = judgement?.because ?? cell.because ?? reason;
  const events = judgement?.events ?? [];
  const evidence =
    directory === null ? "" : `  evidence ${quoted(evidenceFile(directory, cell.gardenId))}`;
  return [
    `${outcome}${name}${extent} ${quoted(cellTitle(cell))}`,
    `  because ${quoted(why)}`,
    ...(evidence === "" ? [] : [`${evidence}${events.length > 0 ? ` events ${events}` : ""}`]),
    `  replay ${plain(replayCommand(cell, fidelity, flags))}`,
  ];
}

const quoted = (text: string) => JSON.stringify(plain(text, longestReason));
