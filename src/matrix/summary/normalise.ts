// The reason of a judgement without what differs from cell to cell, so that two cells that fail for
// one reason read the same. Counts, codes and words stay: they are what sets reasons apart. Pure.
import { targetName } from "../../evidence/cell.ts";
import type { CellResult } from "./result.ts";

const path = [/(?<![\w.~/-])~?\/[^\s"'`,;:()<>]+/g, "<path>"] as const;

const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b\d{4}-\d{2}-\d{2}T[\d:.]+Z?/g, "<time>"],
  [/\b\d{8}[T-]\d{6}-[0-9a-f]{4,}\b/g, "<id>"],
  [/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi, "<id>"],
  [/\bevents? \d+(?:(?:,| and) \d+)*/g, "event <n>"],
  [/\b(pid|process|process group) \d+/g, "$1 <n>"],
  [/\b\d+(?:\.\d+)? ?(?:ms|s|seconds|milliseconds)\b/g, "<time>"],
  // A nonce or a digest, with the word it is made with: digits and letters mixed.
  [/\b(?:[a-z]+-)?(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/gi, "<id>"],
];

export function normalisedReason(reason: string, cell: CellResult): string {
  const { target, gardenId } = cell;
  const own: readonly (readonly [string, string])[] = [
    [gardenId, "<id>"],
    [targetName(target), "<target>"],
    [`${target.provider}/${target.model}`, "<target>"],
  ];
  // A path before what stands in it: of a cell's own it is made up.
  const general = own.reduce(
    (text, [name, word]) => (name === "" ? text : text.replaceAll(name, word)),
    reason.replace(...path),
  );
  return saidOnce(patterns.reduce((text, [pattern, word]) => text.replace(pattern, word), general));
}

/** What is said of one request after the other in the same words, or cut off among them, is one reason. */
function saidOnce(reason: string): string {
  const parts = [...new Set(reason.split("; "))];
  const isCutOff = (part: string) =>
    part.endsWith("…") &&
    parts.some((other) => other !== part && other.startsWith(part.slice(0, -1)));
  return parts.filter((part) => !isCutOff(part)).join("; ");
}
