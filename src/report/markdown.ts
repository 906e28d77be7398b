// Text from models, children and files, made harmless in Markdown: a code span takes no markup, no
// HTML, no mention and no link. Nothing from outside may get into Markdown any other way.
import { plain } from "./plain.ts";

/** Longer than any name of a cell or any command; what is longer still is cut. */
const longest = 400;

/** A code span of one line, with more backticks around it than are in it. */
export function codeSpan(text: string): string {
  const flat = plain(text, longest);
  if (flat === "") return "(empty)";
  const runs = [...flat.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = "`".repeat(Math.max(0, ...runs) + 1);
  const space = runs.length > 0 ? " " : "";
  return `${fence}${space}${flat}${space}${fence}`;
}

/** A code span for a table, where a bar would end the cell even inside of one. */
export const codeCell = (text: string) => codeSpan(text.replaceAll("|", "¦"));

/** Words of our own that may carry a name from outside: as text, every mark of markup escaped. */
export function escaped(text: string): string {
  return plain(text, longest)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("|", "¦")
    .replace(/[\\`*_[\]#!~]/g, "\\$&")
    .replaceAll("@", "@<!-- -->")
    .replace(/\b(https?|ftp|www)(?=[:.])/gi, "$1<!-- -->");
}

export interface MarkdownTable {
  readonly heads: readonly string[];
  readonly lines: readonly (readonly string[])[];
}

/** Cells must be safe already; an empty table is no table. */
export function markdownTable({ heads, lines }: MarkdownTable): string {
  if (lines.length === 0) return "";
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  return `${row(heads)}${row(heads.map(() => "---"))}${lines.map(row).join("")}`;
}
