// A table for an issue or a job summary: a line for each target and lane, and each
// finding with an example. Whatever comes from outside stands in a code span.
import { nameOfKnown } from "../../matrix/known.ts";
import { cellTitle, type Outcome, outcomeOf } from "../../matrix/summary/result.ts";
import type { Summary } from "../../matrix/summary/summary.ts";
import { replayCommand } from "../failures.ts";
import { codeCell, escaped, markdownTable } from "../markdown.ts";
import { type Row, rowsOf } from "../rows.ts";
import { defineReporter } from "./reporter.ts";

export const markdown = defineReporter({
  name: "markdown",
  summary: "a table for an issue or a job summary",
  brief: true,
  render: renderMarkdown,
});

function renderMarkdown(summary: Summary): string {
  const { run, verdict, notAcceptance, counts, cells } = summary;
  const acceptance =
    notAcceptance === null ? "" : `\nThis is not an acceptance: ${escaped(notAcceptance)}.\n`;
  const { pass, fail, known, unknown, skip } = counts;
  const title = `### Resume matrix: ${verdict ?? "nothing was run"}\n`;
  const totals = `${run === null ? "" : `Run ${codeCell(run)}: `}${pass} pass, ${fail} fail, ${known > 0 ? `${known} known, ` : ""}${unknown} unknown, ${skip} skipped.\n`;
  return [
    title,
    totals,
    acceptance,
    lanesTable(rowsOf(cells), counts.known > 0),
    findingsTable(summary),
    noLongerShownLines(summary),
    attemptsTable(summary),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

const outcomes: readonly Outcome[] = ["pass", "fail", "known", "unknown", "skip"];

function lanesTable(rows: readonly Row[], hasKnown: boolean): string {
  const shown = outcomes.filter((outcome) => outcome !== "known" || hasKnown);
  const groups = Map.groupBy(rows, ({ target, lane }) => JSON.stringify([target, lane]));
  const lines = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const count = (outcome: Outcome) =>
      String(
        group.flatMap(({ cells }) => cells).filter((cell) => outcomeOf(cell) === outcome).length,
      );
    const counts = shown.map(count);
    return [[codeCell(first.target), codeCell(first.lane), ...counts]];
  });
  return markdownTable({ heads: ["target", "lane", ...shown], lines });
}

function findingsTable({ findings, fidelity, flags }: Summary): string {
  const lines = findings.map(({ outcome, claim, cells, targets, scenarios, example }) => {
    const why = example.judgement?.because ?? example.cell.because ?? "";
    return [
      outcome,
      claim === null ? "" : codeCell(claim),
      String(cells.length),
      String(targets.length),
      String(scenarios.length),
      codeCell(cellTitle(example.cell)),
      codeCell(why),
      codeCell(replayCommand(example.cell, fidelity, flags)),
    ];
  });
  const heads = ["finding", "claim", "cells", "targets", "scenarios", "example", "why", "replay"];
  return markdownTable({ heads, lines });
}

function attemptsTable({ cells }: Summary): string {
  const lines = cells.flatMap((cell) =>
    (cell.attempts ?? []).map(({ gardenId, because }) => [
      codeCell(cellTitle(cell)),
      codeCell(gardenId),
      codeCell(because),
      cell.verdict,
    ]),
  );
  return markdownTable({
    heads: ["tried again", "attempt", "untested because", "in the end"],
    lines,
  });
}

function noLongerShownLines({ noLongerShown }: Summary): string {
  return noLongerShown
    .map(({ finding, held }) => {
      const name = codeCell(nameOfKnown(finding));
      return `Known finding no longer shown: ${name} held in ${held} cells. Take the entry out.\n`;
    })
    .join("");
}
