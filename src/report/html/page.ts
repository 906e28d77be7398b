// A run as a page. Pure.
import type { Evidence } from "../../evidence/evidence.ts";
import { type CellResult, outcomeOf } from "../../matrix/summary/result.ts";
import type { Summary } from "../../matrix/summary/summary.ts";
import { detailsOf } from "./details.ts";
import { positionsIn } from "./names.ts";
import { overviewOf } from "./overview.ts";
import { pack } from "./pack.ts";
import { blocks } from "./page-data.ts";
import { pageOf } from "./shell.ts";

export interface PageOptions {
  /** What was recorded of a cell; null where it cannot be read, or nothing was. */
  evidenceOf(cell: CellResult): Evidence | null;
  /** The events of passed cells are put in, too. */
  readonly reportAll: boolean;
  /** What a command finds the run by. */
  readonly runName: string | null;
}

/** Enough for a block to be packed well, few enough to be opened at once. */
const detailsPerBlock = 64;

export function renderPage(summary: Summary, options: PageOptions): string {
  const { cells } = summary;
  const { reportAll, runName } = options;
  const positions = positionsIn(cells);
  const evidence = evidenceBlocks(cells, options);
  const has = new Set(evidence.map(({ cell }) => cell));
  const hasEvents = (cell: CellResult) => has.has(cell);
  const overview = overviewOf(summary, {
    positions,
    detailsPerBlock,
    reportAll,
    runName,
    hasEvents,
  });
  const details = cells.map((cell) => detailsOf(cell, summary, positions));
  return pageOf([
    { id: blocks.overview, packed: pack(overview) },
    ...inBlocks(details).map((group, index) => ({
      id: blocks.details(index),
      packed: pack(group),
    })),
    ...evidence,
  ]);
}

interface EvidenceBlock {
  readonly cell: CellResult;
  readonly id: string;
  readonly packed: string;
}

function evidenceBlocks(
  cells: readonly CellResult[],
  { evidenceOf, reportAll }: PageOptions,
): EvidenceBlock[] {
  return cells.flatMap((cell, index) => {
    const outcome = outcomeOf(cell);
    if (outcome === "skip" || (outcome === "pass" && !reportAll)) return [];
    const evidence = evidenceOf(cell);
    if (evidence === null) return [];
    return [{ cell, id: blocks.evidence(index), packed: pack(evidence) }];
  });
}

function inBlocks<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / detailsPerBlock);
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * detailsPerBlock, (index + 1) * detailsPerBlock),
  );
}
