// Targets down, histories across, one letter each; how much of the resumed input the provider's cache
// had, beside. Pure.

import type { CellResult } from "../matrix/summary/result.ts";
import { flow } from "./flow.ts";
import { renderGrid, type TableOptions } from "./grid.ts";
import {
  type FateSign,
  type FateTable,
  fateDifferences,
  fateMeaning,
  fateTables,
  fateWords,
  ownMark,
} from "./history-fates.ts";
import { plain } from "./plain.ts";
import { plainTarget } from "./table.ts";

const ownWords =
  "the agent's own doing: --reporter histories=<file> has commands that show it without a lane";

/** Empty where no history was run. */
export function renderHistories(cells: readonly CellResult[], options: TableOptions): string {
  const tables = fateTables(cells);
  if (tables.length === 0) return "";
  const histories = [...new Set(tables.flatMap((table) => table.histories))];
  const numbers = new Map(histories.map((name, index) => [name, index + 1]));
  const parts = tables.map((table) => {
    const title = options.paint("strong", `histories, lane ${plain(table.lane)}`);
    return `${title}\n${renderLane(table, numbers, options)}`;
  });
  const legend = [...numbers].map(([name, number]) => `${number} ${plain(name)}`);
  const used = new Set(
    tables.flatMap(({ lines }) => lines.flatMap(({ signs }) => [...signs.values()])),
  );
  const isOwn = tables.some(({ lines }) => lines.some(({ agentsOwn }) => agentsOwn.size > 0));
  const own = isOwn ? [`${ownMark} ${ownWords}`] : [];
  const words = [...[...used].map((sign) => `${sign} ${fateWords[sign]}`), ...own];
  const below = [...flow(legend, "  ", options.width), ...flow(words, "; ", options.width)];
  return [
    ...parts,
    ...below.map((text) => `${options.paint("faint", text)}\n`),
    lanes(tables),
  ].join("");
}

function renderLane(
  { lines }: FateTable,
  numbers: ReadonlyMap<string, number>,
  options: TableOptions,
): string {
  const heads = [...numbers.values()].map((number) => [...String(number).padStart(2)].join("\n"));
  const columns = ["target", ...heads, "cached", "tokens"].map((head, index) => ({
    head,
    align: index > heads.length ? ("right" as const) : ("left" as const),
  }));
  const rows = lines.map(({ target, signs, agentsOwn, cachedShare, inputTokens }) => [
    { text: plainTarget(target), meaning: null },
    ...[...numbers.keys()].map((name) => signCell(signs.get(name), agentsOwn.has(name))),
    { text: cachedShare === null ? "" : `${Math.round(cachedShare * 100)} %`, meaning: null },
    { text: inputTokens === 0 ? "" : String(inputTokens), meaning: null },
  ]);
  return renderGrid(columns, rows, options);
}

const signCell = (sign: FateSign | undefined, own: boolean) =>
  sign === undefined
    ? { text: "", meaning: null }
    : { text: `${sign}${own ? ownMark : ""}`, meaning: fateMeaning[sign] };

/** What one lane does with a history and another does not; the rest is the agent's own. */
function lanes([one, ...others]: readonly FateTable[]): string {
  if (one === undefined) return "";
  return others
    .map((other) => {
      const names = `${plain(one.lane)} and ${plain(other.lane)}`;
      const found = fateDifferences(one, other);
      if (found.length === 0)
        return `${names} differ in no history: what is not kept is the agent's own doing.\n`;
      const words = found.map(
        ({ history, targets, signs }) =>
          `  ${plain(history)}: ${signs.join(" and ")}, on ${targets.length} targets\n`,
      );
      return `${names} differ in:\n${words.join("")}`;
    })
    .join("");
}
