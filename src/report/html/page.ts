// A run as a page. Pure.
import type { Evidence } from "../../evidence/evidence.ts";
import { type CellResult, outcomeOf } from "../../matrix/summary/result.ts";
import type { Summary } from "../../matrix/summary/summary.ts";
import { detailsOf } from "./details.ts";
import { type Positions, positionsIn } from "./names.ts";
import { overviewOf } from "./overview.ts";
import { pack } from "./pack.ts";
import { blocks } from "./page-data.ts";
import { type Block, pageParts } from "./shell.ts";

export interface PageOptions {
  /** What was recorded of a cell; null where it cannot be read, or nothing was. */
  evidenceOf(cell: CellResult): Evidence | null;
  /** The events of passed cells are put in, too. */
  readonly reportAll: boolean;
  /** What a command finds the run by. */
  readonly runName: string | null;
  /** A cell with the reasons that a brief summary leaves out; left out where it is whole. */
  wholeOf?(cell: CellResult): CellResult;
}

/** Enough for a block to be packed well, few enough to be opened at once. */
const detailsPerBlock = 64;

export const renderPage = (summary: Summary, options: PageOptions): string =>
  [...runPageParts(summary, options)].join("");

/** The page in parts: what is told of the cells is packed block by block. */
export const runPageParts = (summary: Summary, options: PageOptions): Generator<string> =>
  pageParts(blocksOf(summary, options));

function* blocksOf(summary: Summary, options: PageOptions): Generator<Block> {
  const { cells } = summary;
  const { evidenceOf, reportAll, runName } = options;
  const positions = positionsIn(cells);
  // Read twice, here and for its block: held packed, that of all cells would be most of the page.
  const has = new Set(cells.filter((cell) => isShown(cell, options) && evidenceOf(cell) !== null));
  const hasEvents = (cell: CellResult) => has.has(cell);
  const shown = { positions, detailsPerBlock, reportAll, runName, hasEvents };
  yield { id: blocks.overview, packed: pack(overviewOf(summary, shown)) };
  yield* detailBlocks(summary, positions, options);
  for (const [index, cell] of cells.entries()) {
    const evidence = hasEvents(cell) ? evidenceOf(cell) : null;
    if (evidence !== null) yield { id: blocks.evidence(index), packed: pack(evidence) };
  }
}

function isShown(cell: CellResult, { reportAll }: PageOptions): boolean {
  const outcome = outcomeOf(cell);
  return outcome !== "skip" && (outcome !== "pass" || reportAll);
}

function* detailBlocks(
  summary: Summary,
  positions: Positions,
  { wholeOf = (cell) => cell }: PageOptions,
): Generator<Block> {
  const { cells } = summary;
  for (let from = 0; from < cells.length; from += detailsPerBlock) {
    const group = cells.slice(from, from + detailsPerBlock);
    const details = group.map((cell) => detailsOf(wholeOf(cell), summary, positions));
    yield { id: blocks.details(from / detailsPerBlock), packed: pack(details) };
  }
}
