// JUnit's XML, which most CI services show: a test case for each cell. An unknown is an error, and
// not a failure: nothing was shown. A known failure is neither, and stands among the skipped.
import { type CellResult, cellTitle, outcomeOf } from "../../matrix/summary/result.ts";
import type { Summary } from "../../matrix/summary/summary.ts";
import { plain } from "../plain.ts";
import { whyOf } from "../why.ts";
import { defineReporter } from "./reporter.ts";

export const junit = defineReporter({
  name: "junit",
  summary: "JUnit's XML, for a CI service",
  brief: true,
  render({ counts, cells }: Summary): string {
    const { fail, unknown, skip, known } = counts;
    const totals = `tests="${cells.length}" failures="${fail}" errors="${unknown}" skipped="${skip + known}"`;
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuite name="resume-matrix" ${totals}>`,
      ...cells.map(testCase),
      "</testsuite>\n",
    ].join("\n");
  },
});

const elements = {
  pass: null,
  fail: "failure",
  unknown: "error",
  known: "skipped",
  skip: "skipped",
} as const;

function testCase(cell: CellResult): string {
  const { durationMs, lane, known = [] } = cell;
  const element = elements[outcomeOf(cell)];
  const why = known.length > 0 ? `known: ${known.join("; ")}` : whyOf(cell);
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
  plain(text).replace(/[&<>"\ufffe\uffff]/g, (sign) => entities[sign] ?? "");
