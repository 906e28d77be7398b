// What every page is made of: one file that needs nothing besides itself, no network, no build, no
// server. All that a model, a child or a file said stands in packed blocks, so that none of it is ever
// read as HTML.
import { createHash } from "node:crypto";
import { script, style } from "./client.generated.ts";

export interface Block {
  readonly id: string;
  /** As `pack` made it. */
  readonly packed: string;
}

/** What a block holds decides what the page's script shows. */
export const pageOf = (content: readonly Block[]): string => [...pageParts(content)].join("");

/** The page, of which one block at a time is held. */
export function* pageParts(content: Iterable<Block>): Generator<string> {
  yield `${head.join("\n")}\n`;
  for (const { id, packed } of content) {
    yield `<script type="text/plain" id="${id}">${packed}</script>\n`;
  }
  yield [`<script>${script}</script>`, "</body>", "</html>\n"].join("\n");
}

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
