// What each provider does with each history, as a page of Markdown: the source of docs/histories.md.
import type { Summary } from "../../matrix/summary/summary.ts";
import { agentIn } from "../agent-in.ts";
import { agentsOwnIn } from "../history-alone.ts";
import { type FateLine, type FateTable, fateTables, fateWords, ownMark } from "../history-fates.ts";
import { codeCell, markdownTable } from "../markdown.ts";
import { shortTarget } from "../short-target.ts";
import { defineReporter, type ReportOptions } from "./reporter.ts";

export const histories = defineReporter({
  name: "histories",
  summary: "what each provider does with each history, in Markdown",
  brief: true,
  render: renderPage,
});

function renderPage({ cells, versions, run }: Summary, { aloneOf }: ReportOptions): string {
  const tables = fateTables(cells);
  if (tables.length === 0) return "No history was run: `--history '*'` selects them all.\n";
  const from = versions === null ? "" : `Made by ${agentIn(versions)}`;
  const used = new Set(
    tables.flatMap(({ lines }) => lines.flatMap(({ signs }) => [...signs.values()])),
  );
  const own = agentsOwnIn(cells, aloneOf);
  const words = [
    ...[...used].map((sign) => `**${sign}** ${fateWords[sign]}`),
    ...(own === "" ? [] : [`**${ownMark}** the agent's own doing, shown without a lane below`]),
  ];
  return [
    `${from}${run === null ? "" : `, run ${codeCell(run)}`}.\n`,
    `${words.join(" · ")}\n`,
    ...tables.flatMap((table) => [`### Lane ${codeCell(table.lane)}\n`, renderLane(table)]),
    ...(own === "" ? [] : [own]),
  ].join("\n");
}

/** Histories down, for there are more of them; targets of one format that do the same are one column. */
function renderLane({ histories: names, lines }: FateTable): string {
  const columns = [...Map.groupBy(lines, (line) => columnOf(line, names)).values()];
  const heads = ["history", ...columns.map(headOf)];
  const signs = names.map((name) => [
    codeCell(name),
    ...columns.map(([line]) => signOf(line, name)),
  ]);
  const shares = ["*from the cache*", ...columns.map(shareOf)];
  const targets = columns.map((own) => {
    const named = own.map(({ target }) => codeCell(shortTarget(target)));
    return `- ${headOf(own)}: ${named.join(", ")}\n`;
  });
  return `${markdownTable({ heads, lines: [...signs, shares] })}\n${targets.join("")}`;
}

function signOf(line: FateLine | undefined, name: string): string {
  const sign = line?.signs.get(name) ?? "";
  return line?.agentsOwn.has(name) ? `${sign}${ownMark}` : sign;
}

const columnOf = (line: FateLine, names: readonly string[]): string =>
  [line.wireApi, ...names.map((name) => signOf(line, name))].join(" ");

const headOf = ([line, ...others]: readonly FateLine[]): string =>
  `${codeCell(line?.wireApi ?? "unknown")}${others.length > 0 ? ` (${others.length + 1})` : ""}`;

/** Of all that was sent in its resumed turns. */
function shareOf(lines: readonly FateLine[]): string {
  const sent = lines.reduce((sum, { inputTokens }) => sum + inputTokens, 0);
  const cached = lines.reduce(
    (sum, { inputTokens, cachedShare }) => sum + inputTokens * (cachedShare ?? 0),
    0,
  );
  return sent === 0 ? "" : `${Math.round((cached / sent) * 100)} % of ${sent} tokens`;
}
