// What a search in a document looks through: the lines of its tables and lists, each one text. Pure.
import type { CellText, DocumentPart, DocumentSection } from "../document-data.ts";

export const lineText = (line: readonly CellText[]): string =>
  line.flatMap(({ text, more = [] }) => [text, ...more]).join(" ");

export const hasWords = (text: string, query: string): boolean => {
  const lower = text.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
};

export const linesIn = ({ parts }: DocumentSection): string[] => parts.flatMap(linesOf);

/** Pictures repeat what a table beside them says, or are looked at as a whole. */
function linesOf(part: DocumentPart): string[] {
  if (part.kind === "table") return part.table.lines.map(lineText);
  if (part.kind === "list") return part.items.map(({ text, more }) => [text, ...more].join(" "));
  return part.kind === "schedule" ? part.schedule.deeds.map(({ texts }) => texts.join(" ")) : [];
}
