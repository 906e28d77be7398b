// What a run prints at its end: a table per lane, how the lanes differ, what was found, the skips, one last line
// with the verdict. Pure: width and colour are given.

import { canarySentence } from "../matrix/summary/canary-stamp.ts";
import type { CellResult } from "../matrix/summary/result.ts";
import type { Summary } from "../matrix/summary/summary.ts";
import { agentIn } from "./agent-in.ts";
import { renderDifferences } from "./differences.ts";
import { renderAttempts, renderSkips, shellWord } from "./failures.ts";
import { renderFindings } from "./findings.ts";
import { renderHistories } from "./history-table.ts";
import { laneTableLegend, renderHazards, renderLaneTable } from "./lane-table.ts";
import { plain } from "./plain.ts";
import { renderRepetitions } from "./repetitions.ts";
import { type Row, rowsOf } from "./rows.ts";
import type { Meaning, Paint } from "./style.ts";
import { hazardMark, plainTarget, renderTable } from "./table.ts";
import { renderVersions } from "./version-table.ts";

export interface TerminalOptions {
  readonly width: number;
  readonly paint: Paint;
  /** Lists every claim of every cell, with its reason. */
  readonly verbose: boolean;
  /** Heading under which a scenario is counted. */
  groupOf(scenario: string): string;
  /** What a command finds the run by (default: its id). */
  readonly runName?: string | null;
  /** A cell with the reasons of claims that held, which a brief summary leaves out; left out where it is whole. */
  wholeOf?(cell: CellResult): CellResult;
}

export const renderTerminal = (summary: Summary, options: TerminalOptions): string =>
  [...terminalParts(summary, options)].join("");

/** Each begins a line and ends one. */
export function* terminalParts(summary: Summary, options: TerminalOptions): Generator<string> {
  const { paint, verbose } = options;
  const rows = rowsOf(summary.cells);
  yield renderLanes(rows, options);
  yield spaced(renderHistories(summary.cells, options));
  yield spaced(renderVersions(rows, options));
  yield renderDifferences(rows, options);
  yield spaced(renderRepetitions(summary.repetitions, options));
  yield spaced(renderHazards(rows, options));
  if (verbose) yield* renderClaims(summary, options);
  yield renderFindings(summary, paint);
  yield spaced(renderAttempts(summary, paint));
  yield spaced(renderSkips(summary, paint));
  yield "\n";
  yield lastLines(summary, options);
}

/** One scenario is shown claim by claim; of several, how each came out. */
function renderLanes(rows: readonly Row[], options: TerminalOptions): string {
  const { paint, verbose } = options;
  const lanes = Map.groupBy(rows, ({ lane }) => lane);
  const isOne = new Set(rows.map(({ scenario }) => scenario)).size <= 1;
  const tables = [...lanes].map(([lane, own]) => {
    const title = lanes.size > 1 || !isOne ? `${paint("strong", `lane ${plain(lane)}`)}\n` : "";
    const table = isOne || verbose ? renderTable(own, options) : renderLaneTable(own, options);
    return `${title}${table}`;
  });
  const legend = isOne || verbose ? "" : `${paint("faint", laneTableLegend)}\n`;
  return `${tables.join("\n")}${legend}${unevenly(rows)}`;
}

/** Said wherever some targets met fewer scenarios: nobody shall take the table for all there is. */
function unevenly(rows: readonly Row[]): string {
  const met = Map.groupBy(rows, ({ target }) => target);
  const counts = [...met].map(([target, own]) => ({
    target,
    count: new Set(own.map(({ scenario }) => scenario)).size,
  }));
  const most = Math.max(0, ...counts.map(({ count }) => count));
  const whole = counts.filter(({ count }) => count === most);
  if (whole.length === counts.length) return "";
  const names = whole.map(({ target }) => plainTarget(target)).join(", ");
  return `All ${most} scenarios were run on ${names} only; --full runs them on each target.\n`;
}

const spaced = (text: string) => (text === "" ? "" : `\n${text}`);

const signs = { holds: "✓", violated: "✗", unknown: "?", "not-applicable": "·" };

function* renderClaims(
  { cells }: Summary,
  { paint, wholeOf = (cell) => cell }: TerminalOptions,
): Generator<string> {
  for (const cell of cells) {
    const { target, lane, scenario, repetition } = cell;
    const { claims } = wholeOf(cell);
    if (claims.length === 0) continue;
    const title = `${target.provider}/${target.model} ${lane} ${scenario} #${repetition}`;
    const lines = claims.map(
      ({ verdict, name, because }) => `  ${signs[verdict]} ${name}: ${plain(because)}\n`,
    );
    yield `\n${paint("strong", plain(title))}\n${lines.join("")}`;
  }
}

function lastLines(summary: Summary, options: TerminalOptions): string {
  const { paint } = options;
  const { counts, versions, directory } = summary;
  const proved =
    versions === null ? "" : `${agentIn(versions)} on Node ${versions.node}, ${versions.platform}`;
  const tool = versions === null ? "" : `resume-matrix ${versions.tool}${commit(versions.commit)}`;
  const hazards = counts.hazard > 0 ? ` (${counts.hazard} of them ${hazardMark} on purpose)` : "";
  const parts = (["pass", "fail", "known", "unknown", "skip"] as const)
    .filter((name) => counts[name] > 0)
    .map((name) => `${counts[name]} ${name}${name === "pass" ? hazards : ""}`);
  const lines = [
    ...(versions === null
      ? []
      : [paint("faint", plain(`${summary.fidelity}: ${proved}; ${tool}`))]),
    ...(versions === null ? [] : [paint("faint", canarySentence(summary.canaries ?? null))]),
    ...seedLine(summary).map((line) => paint("faint", line)),
    ...(directory === null ? [] : [paint("faint", plain(directory))]),
    `${verdictText(summary, paint)}: ${counts.planned} planned, ${parts.join(", ")}`,
    ...(summary.interrupted && summary.run !== null
      ? [`Finish it: pnpm matrix --continue ${shellWord(options.runName ?? summary.run)}`]
      : []),
    ...(summary.notAcceptance === null
      ? []
      : [paint("open", `This is not an acceptance: ${summary.notAcceptance}.`)]),
  ];
  return `${lines.join("\n")}\n`;
}

/** What was not real in cells that passed for real ones. */
function seedLine({ cells }: Summary): readonly string[] {
  const made = cells.filter(({ measures }) => measures?.seed === "made").length;
  if (made === 0) return [];
  return [
    `sessions: ${made} made by pi's own session code, the others by real turns (--seed real: all)`,
  ];
}

const commit = (name: string | null) => (name === null ? "" : ` (${name})`);

function verdictText({ verdict, interrupted }: Summary, paint: Paint): string {
  const meanings: Record<string, Meaning> = { pass: "good", fail: "bad", unknown: "open" };
  const text = interrupted ? "INTERRUPTED" : (verdict ?? "no verdict").toUpperCase();
  return paint(interrupted ? "open" : (meanings[verdict ?? ""] ?? "faint"), text);
}
