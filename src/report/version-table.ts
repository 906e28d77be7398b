// A run of several versions of its agent: targets and lanes down, versions across. Pure; empty for a run of one version.
import { unversionedName } from "../evidence/cell.ts";
import { renderGrid, type TableOptions } from "./grid.ts";
import { tally } from "./lane-table.ts";
import { plain } from "./plain.ts";
import type { Row } from "./rows.ts";
import { plainTarget } from "./table.ts";

/** Ends with a line break. */
export function renderVersions(rows: readonly Row[], options: TableOptions): string {
  const placed = rows.flatMap((row) => {
    const target = row.cells[0]?.target;
    if (target?.version === undefined) return [];
    return [{ row, name: unversionedName(target), version: target.version, agent: target.agent }];
  });
  const versions = [...new Map(placed.map(({ version, agent }) => [version, agent]))];
  if (versions.length < 2) return "";
  const lines = Map.groupBy(placed, ({ name, row }) => JSON.stringify([name, row.lane]));
  const heads = ["target", "lane", ...versions.map(([version, agent]) => `${agent} ${version}`)];
  const columns = heads.map((head) => ({ head: plain(head), align: "left" as const }));
  const cells = [...lines.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const texts = [plainTarget(first.name), plain(first.row.lane)];
    return [
      [
        ...texts.map((text) => ({ text, meaning: null })),
        ...versions.map(([version]) =>
          tally(own.filter((each) => each.version === version).map(({ row }) => row)),
        ),
      ],
    ];
  });
  return `${options.paint("strong", "versions")}\n${renderGrid(columns, cells, options)}`;
}
