// What repetitions say, as text: how often a row passes and how sure that is, how long its phases
// took, what it cost. Pure; empty where nothing was repeated, so that a single run stays readable.
import { targetName } from "../evidence/cell.ts";
import { confidence, type Rate, type Repetitions } from "../matrix/summary/repetitions.ts";
import type { Interval } from "../statistics/proportion.ts";
import { flow } from "./flow.ts";
import { type GridCell, type GridColumn, renderGrid, type TableOptions } from "./grid.ts";
import { plain } from "./plain.ts";
import { plainTarget } from "./table.ts";

/** Ends with a line break. */
export function renderRepetitions(rows: readonly Repetitions[], options: TableOptions): string {
  if (rows.length === 0) return "";
  const { paint, width } = options;
  const percent = `${confidence * 100} %`;
  const legend = [
    `rate of the judged ones with its ${percent} Wilson interval`,
    ...(hasOpen(rows) ? ["worst: every unknown counted as a failure"] : []),
    "pass^k: k in a row all pass",
    ...(isPaid(rows) ? ["USD as the agent reckons it"] : []),
  ].join("; ");
  return [
    `${paint("strong", "repetitions")}\n`,
    renderGrid(columns(rows).map(headOf), rows.map(lineOf(columns(rows))), options),
    ...flow(legend.split(" "), " ", width).map((line) => `${paint("faint", line)}\n`),
    renderLatencies(rows, options),
  ].join("");
}

const isPaid = (rows: readonly Repetitions[]) => rows.some(({ usage }) => usage !== null);

const hasOpen = (rows: readonly Repetitions[]) =>
  rows.some(({ worstRate, judged }) => worstRate.of > judged);

interface Column extends GridColumn {
  text(row: Repetitions): string;
}

const headOf = ({ head, align }: Column): GridColumn => ({ head, align });

const lineOf = (all: readonly Column[]) => (row: Repetitions) =>
  all.map((column): GridCell => {
    const isWord = column.head === "outcome";
    return { text: column.text(row), meaning: isWord && row.flaky ? "bad" : null };
  });

function columns(rows: readonly Repetitions[]): Column[] {
  const several = (of: (row: Repetitions) => string | null) => new Set(rows.map(of)).size > 1;
  const left = (head: string, text: Column["text"]): Column => ({ head, align: "left", text });
  const right = (head: string, text: Column["text"]): Column => ({ head, align: "right", text });
  return [
    left("target", ({ target }) => plainTarget(targetName(target))),
    ...(several(({ lane }) => lane) ? [left("lane", ({ lane }) => plain(lane))] : []),
    ...(several(({ scenario }) => scenario)
      ? [left("scenario", ({ scenario }) => plain(scenario))]
      : []),
    ...(several(({ history }) => history)
      ? [left("history", ({ history }) => plain(history ?? "one-turn"))]
      : []),
    left("outcome", outcomeOf),
    right("run", ({ run, planned }) => `${run}/${planned}`),
    right("passed", ({ passRate }) => shareOf(passRate)),
    left("rate", ({ passRate }) => rateText(passRate)),
    ...(hasOpen(rows) ? [left("worst", ({ worstRate }) => rateText(worstRate))] : []),
    right("pass^k", passAllText),
    ...(isPaid(rows) ? [right("tokens in/out/cached", tokensText), right("USD", costText)] : []),
  ];
}

function outcomeOf({ flaky, failed, unknown, judged, run }: Repetitions): string {
  if (flaky) return "flaky";
  if (failed > 0) return "fail";
  if (unknown > 0) return "unknown";
  return run === 0 || judged === 0 ? "skip" : "pass";
}

const shareOf = ({ passed, of }: Rate) => `${passed}/${of}`;

function rateText({ rate, interval }: Rate): string {
  return rate === null ? "" : `${rate.toFixed(3)} ${intervalText(interval)}`;
}

/** Rounded outwards: an interval must not say more than it knows. */
function intervalText({ lower, upper }: Interval): string {
  const places = 1000;
  const low = Math.floor(lower * places) / places;
  const high = Math.ceil(upper * places) / places;
  return `[${low.toFixed(3)}, ${high.toFixed(3)}]`;
}

/** The largest k that at least two samples of the repetitions could have shown. */
function passAllText({ passAll, judged }: Repetitions): string {
  const shown = passAll.findLast(({ k }) => k > 1 && k <= judged / 2);
  return shown === undefined ? "" : `^${shown.k} ${shown.chance.toFixed(3)}`;
}

function tokensText({ usage }: Repetitions): string {
  if (usage === null) return "";
  return `${usage.inputTokens}/${usage.outputTokens}/${usage.cacheReadTokens}`;
}

const costText = ({ usage }: Repetitions) => usage?.costUsd?.toFixed(4) ?? "";

function renderLatencies(rows: readonly Repetitions[], { paint, width }: TableOptions): string {
  const known = rows.filter(({ latencies }) => latencies.length > 0);
  if (known.length === 0) return "";
  const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(2);
  const lines = known.flatMap(({ target, lane, scenario, history, latencies }) => {
    const title = [targetName(target), lane, scenario, ...(history === null ? [] : [history])];
    const phases = latencies.map(
      ({ phase, n, p50Ms, p90Ms, p99Ms }) =>
        `${plain(phase)} ${[p50Ms, p90Ms, p99Ms].map(seconds).join("/")} (${n})`,
    );
    const [first = "", ...others] = phases;
    return flow([`  ${plainTarget(title.join(" "))}: ${first}`, ...others], ", ", width);
  });
  const head = paint("faint", "seconds of each phase, p50/p90/p99 (n)");
  return `${[head, ...lines].join("\n")}\n`;
}
