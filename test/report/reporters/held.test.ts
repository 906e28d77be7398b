// A report of very many cells holds one of them at a time. What is measured is a ratio, of what a cell adds to the
// heap while the last one is told and of its whole result as text.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { judgeCell } from "../../../src/invariants/judge.ts";
import { createBrief } from "../../../src/matrix/summary/brief.ts";
import type { CellResult } from "../../../src/matrix/summary/result.ts";
import { summarise } from "../../../src/matrix/summary/summary.ts";
import { reporters } from "../../../src/report/reporters/index.ts";
import { colourless } from "../../../src/report/style.ts";
import { evidenceOf, plainV2 } from "../../invariants/sample.ts";
import { result, versionsOf } from "../../matrix/results.ts";

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

const recorded = JSON.stringify(evidenceOf(plainV2));
const judged = JSON.stringify(judgeCell(evidenceOf(plainV2)));

function summaryOf(count: number) {
  const brief = createBrief();
  const cells = Array.from({ length: count }, (_, index) =>
    brief(result({ ...JSON.parse(judged), repetition: index + 1 })),
  );
  const facts = { run: "r", directory: "d", fidelity: "loopback", interrupted: false } as const;
  return summarise(cells, { ...facts, versions: versionsOf });
}

/** Bytes more than before, when the last cell is asked for the last time. `keeps` holds what was told before. */
function heldAtTheEnd(name: string, count: number, keeps: boolean): number {
  const summary = summaryOf(count);
  const reporter = reporters.find((each) => each.name === name);
  const last = summary.cells.at(-1);
  const seen = { before: 0, end: 0 };
  const used = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const look = (cell: CellResult) => {
    if (cell === last) seen.end = used();
  };
  const options = {
    width: 100,
    paint: colourless,
    verbose: true,
    reportAll: true,
    groupOf: () => "other",
    wholeOf(cell: CellResult): CellResult {
      look(cell);
      return { ...cell, claims: JSON.parse(judged).claims };
    },
    evidenceOf(cell: CellResult) {
      look(cell);
      return JSON.parse(recorded);
    },
  };
  const kept: string[] = [];
  seen.before = used();
  for (const part of reporter?.parts?.(summary, options) ?? []) if (keeps) kept.push(part);
  return seen.end - seen.before;
}

test.each(["json", "table", "github", "html"])(
  "%s holds one cell's result",
  (name) => {
    const ofACell = (keeps: boolean) => {
      const [few, many] = [heldAtTheEnd(name, 50, keeps), heldAtTheEnd(name, 350, keeps)];
      return (many - few) / 300 / judged.length;
    };
    // What is compiled meanwhile is no cell's.
    ofACell(false);
    expect(ofACell(false)).toBeLessThan(0.05);
    // The measure can tell.
    expect(ofACell(true)).toBeGreaterThan(0.15);
  },
  120_000,
);
