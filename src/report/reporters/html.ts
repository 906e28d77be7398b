// One page to look at a run with: self-contained, so it can be attached, archived or opened from a disk.
import { renderPage } from "../html/page.ts";
import { defineReporter } from "./reporter.ts";

export const html = defineReporter({
  name: "html",
  summary: "one self-contained page: findings, the matrix, each failure with its timeline",
  render: (summary, { evidenceOf = () => null, reportAll = false, runName = summary.run }) =>
    renderPage(summary, { evidenceOf, reportAll, runName }),
});
