// What each provider does with each history, as a page of Markdown: the source of docs/histories.md.
import type { Summary } from "../../matrix/summary/summary.ts";
import { agentIn } from "../agent-in.ts";
import { type FateSign, type FateTable, fateTables, fateWords } from "../history-fates.ts";
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

/** Histories down: there are more of them than targets. */
function renderLane({ histories: names, lines }: FateTable): string {
  const heads = ["history", ...lines.map(({ target }) => codeCell(shortTarget(target)))];
  const signs = names.map((name) => [
    codeCell(name),
    ...lines.map((line): FateSign | "" => line.signs.get(name) ?? ""),
  ]);
  const shares = lines.map(({ cachedShare }) =>
    cachedShare === null ? "" : `${Math.round(cachedShare * 100)} %`,
  );
  const tokens = lines.map(({ inputTokens }) => String(inputTokens));
  const sums = [
    ["*from the cache*", ...shares],
    ["*input tokens*", ...tokens],
  ];
  return markdownTable({ heads, lines: [...signs, ...sums] });
}
