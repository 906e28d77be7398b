// CTRF, the Common Test Report Format (ctrf.io): a test for each cell. An unknown and a known failure
// are "other", for the format has no word for what neither passed nor failed.
import { type CellResult, cellTitle, outcomeOf } from "../../matrix/summary/result.ts";
import type { Summary } from "../../matrix/summary/summary.ts";
import { plain } from "../plain.ts";
import { whyOf } from "../why.ts";
import { defineReporter } from "./reporter.ts";

/** Of the format that is written here. */
const specVersion = "0.0.0";

export const ctrf = defineReporter({
  name: "ctrf",
  summary: "CTRF's JSON, for tools that read test reports",
  brief: true,
  render(summary: Summary): string {
    const { run, versions, counts, cells } = summary;
    const report = {
      reportFormat: "CTRF",
      specVersion,
      ...(run === null ? {} : { runId: plain(run) }),
      generatedBy: "resume-matrix",
      results: {
        tool: {
          name: "resume-matrix",
          ...(versions === null ? {} : { version: plain(versions.tool) }),
        },
        summary: {
          tests: cells.length,
          passed: counts.pass,
          failed: counts.fail,
          skipped: counts.skip,
          pending: 0,
          other: counts.unknown + counts.known,
          ...timesOf(summary),
        },
        tests: cells.map(testOf),
      },
    };
    return `${JSON.stringify(report)}\n`;
  },
});

const statuses = {
  pass: "passed",
  fail: "failed",
  unknown: "other",
  known: "other",
  skip: "skipped",
} as const;

function testOf(cell: CellResult) {
  const { target, lane, attempts = [], known = [] } = cell;
  const outcome = outcomeOf(cell);
  const why = known.length > 0 ? plain(`known: ${known.join("; ")}`) : whyOf(cell);
  return {
    name: plain(cellTitle(cell)),
    status: statuses[outcome],
    rawStatus: outcome,
    duration: Math.round(cell.durationMs),
    suite: [plain(`${target.provider}/${target.model}`), plain(lane)],
    ...(outcome === "pass" || why === "" ? {} : { message: why }),
    ...(attempts.length === 0 ? {} : { retries: attempts.length, retryAttempts: triedIn(cell) }),
  };
}

const triedIn = ({ attempts = [] }: CellResult) =>
  attempts.map(({ because, durationMs }, index) => ({
    attempt: index + 1,
    status: statuses.unknown,
    duration: Math.round(durationMs),
    message: plain(because),
  }));

/** The run's name says when it began. When it ended is not kept: it is told as if one cell had followed another. */
function timesOf({ run, cells }: Summary) {
  const digits = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-/.exec(run ?? "");
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] =
    digits?.slice(1).map(Number) ?? [];
  const start = digits ? Date.UTC(year, month - 1, day, hour, minute, second) : 0;
  const lasted = cells.reduce((sum, { durationMs }) => sum + Math.round(durationMs), 0);
  return { start, stop: start + lasted };
}
