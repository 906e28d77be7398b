// Opens an earlier run to run some of its cells again, as a new run. The earlier one stays as it is:
// what failed there has failed, whatever comes out now.

import { UsageError } from "../../world/usage-error.ts";
import { readRun } from "../store/check.ts";
import { findRunDirectory } from "../store/find-run.ts";
import type { RunRecord } from "../store/run-record.ts";
import { type CellResult, cellTitle } from "../summary/result.ts";
import { refuseFixed } from "./continue.ts";
import type { Overrides, Surroundings } from "./overlaid.ts";

export type Again = "last-failed" | "retry-unknown";

export interface Rerun {
  readonly record: RunRecord;
  /** Of the cells to run again. */
  readonly titles: ReadonlySet<string>;
}

const chosen: Readonly<Record<Again, (result: CellResult) => boolean>> = {
  "last-failed": ({ verdict }) => verdict === "fail",
  "retry-unknown": ({ verdict, unfinished }) =>
    verdict === "unknown" || (verdict === "skip" && unfinished),
};

/** @throws UsageError where there is no latest run, none of its cells is such a one, or settings differ. */
export function openRerun(again: Again, overrides: Overrides, at: Surroundings): Rerun {
  refuseFixed(`--${again}`, overrides);
  const directory = findRunDirectory("latest", overrides.output ?? "out", at.workingDirectory);
  const { record, results } = readRun(directory);
  const titles = results.filter(chosen[again]).map(cellTitle);
  if (titles.length === 0) {
    const what = again === "last-failed" ? "failed" : "ended unknown";
    throw new UsageError(`--${again}: no cell of ${directory} ${what}. Nothing was run.`);
  }
  return { record, titles: new Set(titles) };
}
