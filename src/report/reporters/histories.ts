// What each provider does with each history, as a page of Markdown: the source of docs/histories.md.
import type { Summary } from "../../matrix/summary/summary.ts";
import { agentIn } from "../agent-in.ts";
import {
  type FateLine,
  type FateSign,
  type FateTable,
  fateTables,
  fateWords,
} from "../history-fates.ts";
import { codeCell, markdownTable } from "../markdown.ts";
import { shortTarget } from "../short-target.ts";
import { defineReporter } from "./reporter.ts";

export const histories = defineReporter({
  name: "histories",
  summary: "what each provider does with each history, in Markdown",
  render: renderPage,
});

function renderPage({ cells, versions, run }: Summary): string {
  const tables = fateTables(cells);
  if (tables.length === 0) return "No history was run: `--history '*'` selects them all.\n";
  const from = versions === null ? "" : `Made by ${agentIn(versions)}`;
  const used = new Set(
    tables.flatMap(({ lines }) => lines.flatMap(({ signs }) => [...signs.values()])),
  );
  const words = [...used].map((sign) => `**${sign}** ${fateWords[sign]}`);
  return [
    `${from}${run === null ? "" : `, run ${codeCell(run)}`}.\n`,
    `${words.join(" · ")}\n`,
    ...tables.flatMap((table) => [`### Lane ${codeCell(table.lane)}\n`, renderLane(table)]),
  ].join("\n");
}

/** Histories down, for there are more of them; targets of one format that do the same are one column. */
function renderLane({ histories: names, lines }: FateTable): string {
  const columns = [...Map.groupBy(lines, (line) => columnOf(line, names)).values()];
  const heads = ["history", ...columns.map(headOf)];
  const signs = names.map((name) => [
    codeCell(name),
    ...columns.map(([line]): FateSign | "" => line?.signs.get(name) ?? ""),
  ]);
  const shares = ["*from the cache*", ...columns.map(shareOf)];
  const targets = columns.map((own) => {
    const named = own.map(({ target }) => codeCell(shortTarget(target)));
    return `- ${headOf(own)}: ${named.join(", ")}\n`;
  });
  return `${markdownTable({ heads, lines: [...signs, shares] })}\n${targets.join("")}`;
}

const columnOf = ({ wireApi, signs }: FateLine, names: readonly string[]): string =>
  [wireApi, ...names.map((name) => signs.get(name) ?? "")].join(" ");

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
