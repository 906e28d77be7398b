// One page to look at a run with: self-contained, so it can be attached, archived or opened from a disk.
import { runPageParts } from "../html/page.ts";
import { defineReporter, inParts } from "./reporter.ts";

export const html = defineReporter({
  name: "html",
  summary: "one self-contained page: findings, the matrix, each failure with its timeline",
  brief: true,
  ...inParts((summary, options) => {
    const { evidenceOf = () => null, reportAll = false, runName = summary.run } = options;
    return runPageParts(summary, { ...options, evidenceOf, reportAll, runName });
  }),
});
