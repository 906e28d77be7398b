// A table for an issue or a job summary: a line for each target and lane, and every cell that did
// not pass with its reason. Whatever comes from outside stands in a code span.
import { targetName } from "../../evidence/cell.ts";
import type { Summary } from "../../matrix/summary/summary.ts";
import { codeCell, escaped, markdownTable } from "../markdown.ts";
import { type Row, rowsOf } from "../rows.ts";
import { defineReporter } from "./reporter.ts";

export const markdown = defineReporter({
  name: "markdown",
  summary: "a table for an issue or a job summary",
  render: renderMarkdown,
});

function renderMarkdown({ run, verdict, notAcceptance, counts, cells }: Summary): string {
  const acceptance =
    notAcceptance === null ? "" : `\nThis is not an acceptance: ${escaped(notAcceptance)}.\n`;
  const { pass, fail, unknown, skip } = counts;
  const title = `### Resume matrix: ${verdict ?? "nothing was run"}\n`;
  const totals = `${run === null ? "" : `Run ${codeCell(run)}: `}${pass} pass, ${fail} fail, ${unknown} unknown, ${skip} skipped.\n`;
  return [title, totals, acceptance, lanesTable(rowsOf(cells)), failuresTable(cells)]
    .filter((part) => part !== "")
    .join("\n");
}

function lanesTable(rows: readonly Row[]): string {
  const groups = Map.groupBy(rows, ({ target, lane }) => JSON.stringify([target, lane]));
  const lines = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const count = (verdict: Row["verdict"]) =>
      String(group.flatMap(({ cells }) => cells).filter((cell) => cell.verdict === verdict).length);
    const counts = (["pass", "fail", "unknown", "skip"] as const).map(count);
    return [[codeCell(first.target), codeCell(first.lane), ...counts]];
  });
  return markdownTable({ heads: ["target", "lane", "pass", "fail", "unknown", "skip"], lines });
}

function failuresTable(cells: Summary["cells"]): string {
  const lines = cells
    .filter(({ verdict }) => verdict === "fail" || verdict === "unknown")
    .map(({ target, lane, scenario, repetition, verdict, claims, because }) => {
      const broken = claims.filter((claim) => ["violated", "unknown"].includes(claim.verdict));
      const why =
        broken.map(({ name, because }) => `${name}: ${because}`).join("; ") || (because ?? "");
      const cell = `${targetName(target)} ${lane} ${scenario} ${repetition}`;
      return [codeCell(cell), verdict, codeCell(why)];
    });
  return markdownTable({ heads: ["cell", "verdict", "why"], lines });
}
