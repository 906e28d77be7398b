// JUnit's XML, which most CI services show: a test case for each cell. An unknown is an error, and
// not a failure: nothing was shown.
import { type CellResult, cellTitle } from "../../matrix/summary/result.ts";
import type { Summary } from "../../matrix/summary/summary.ts";
import { plain } from "../plain.ts";
import { defineReporter } from "./reporter.ts";

export const junit = defineReporter({
  name: "junit",
  summary: "JUnit's XML, for a CI service",
  brief: true,
  render({ counts, cells }: Summary): string {
    const { fail, unknown, skip } = counts;
    const totals = `tests="${cells.length}" failures="${fail}" errors="${unknown}" skipped="${skip}"`;
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuite name="resume-matrix" ${totals}>`,
      ...cells.map(testCase),
      "</testsuite>\n",
    ].join("\n");
  },
});

const elements = { pass: null, fail: "failure", unknown: "error", skip: "skipped" } as const;

function testCase(cell: CellResult): string {
  const { verdict, claims, because, durationMs, lane } = cell;
  const broken = claims.filter((claim) => ["violated", "unknown"].includes(claim.verdict));
  const why = broken.map((claim) => `${claim.name}: ${claim.because}`).join("; ") || because || "";
  const element = elements[verdict];
  const inside = element === null ? "" : `<${element} message="${attribute(why)}"/>`;
  const seconds = (durationMs / 1000).toFixed(3);
  return `  <testcase classname="${attribute(lane)}" name="${attribute(cellTitle(cell))}" time="${seconds}">${inside}</testcase>`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** XML has no way to say what is no character. */
const attribute = (text: string): string =>
  plain(text)
    .toWellFormed()
    .replace(/[&<>"\ufffe\uffff]/g, (sign) => entities[sign] ?? "");
