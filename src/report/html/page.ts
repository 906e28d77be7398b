// A run as one page that needs nothing besides itself: no network, no build, no server. All that a
// model, a child or a file said stands in packed blocks, so that none of it is ever read as HTML.
import { createHash } from "node:crypto";
import type { Evidence } from "../../evidence/evidence.ts";
import { type CellResult, outcomeOf } from "../../matrix/summary/result.ts";
import type { Summary } from "../../matrix/summary/summary.ts";
import { script, style } from "./client.generated.ts";
import { detailsOf } from "./details.ts";
import { positionsIn } from "./names.ts";
import { overviewOf } from "./overview.ts";
import { pack } from "./pack.ts";
import { blocks } from "./page-data.ts";

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
  return [
    ...head,
    block(blocks.overview, pack(overview)),
    ...inBlocks(details).map((group, index) => block(blocks.details(index), pack(group))),
    ...evidence.map(({ id, packed }) => block(id, packed)),
    `<script>${script}</script>`,
    "</body>",
    "</html>\n",
  ].join("\n");
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

const block = (id: string, packed: string) =>
  `<script type="text/plain" id="${id}">${packed}</script>`;

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Nothing is loaded, sent or framed; the page's own script and style are named by their hashes. */
const policy = [
  "default-src 'none'",
  `script-src ${hashOf(script)}`,
  `style-src ${hashOf(style)}`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const head = [
  "<!doctype html>",
  '<html lang="en">',
  "<head>",
  '<meta charset="utf-8">',
  `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
  '<meta name="viewport" content="width=device-width, initial-scale=1">',
  '<meta name="color-scheme" content="light dark">',
  '<meta name="referrer" content="no-referrer">',
  "<title>Resume matrix</title>",
  '<link rel="icon" href="data:,">',
  `<style>${style}</style>`,
  "</head>",
  "<body>",
  '<div id="app"><p class="loading">Opening the report…</p></div>',
  "<noscript><p>This report needs JavaScript to unpack what it holds. It loads nothing.</p></noscript>",
];
