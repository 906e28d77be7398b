// Progress in words: one line that is rewritten on a terminal, one line a cell elsewhere. Pure.

import {
  type CellResult,
  cellTitle,
  isUntested,
  showsHazard,
  whyUnknown,
} from "../matrix/summary/result.ts";
import { plain } from "./plain.ts";
import { shortTarget } from "./short-target.ts";
import type { Meaning, Paint } from "./style.ts";

export interface Progress {
  readonly planned: number;
  readonly done: number;
  readonly failed: number;
  readonly unknown: number;
  /** Titles of the cells that are running. */
  readonly running: readonly string[];
  readonly elapsedMs: number;
}

/** One line, cut to the width. */
export function renderProgress(progress: Progress, width: number): string {
  const { planned, done, failed, unknown, running, elapsedMs } = progress;
  const parts = [
    `${done}/${planned}`,
    clock(elapsedMs),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
    running.map((title) => shortTarget(plain(title))).join(" · "),
  ];
  const line = parts.join("  ");
  return line.length < width ? line : `${line.slice(0, Math.max(0, width - 2))}…`;
}

function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

const meanings: Record<CellResult["verdict"], Meaning> = {
  pass: "good",
  fail: "bad",
  unknown: "open",
  skip: "faint",
};

/** Of a cell that was not tested, or that its provider refused, and that is tried again. */
export function renderAttemptLine(result: CellResult, paint: Paint): string {
  const number = (result.attempts?.length ?? 0) + 1;
  const why = plain(whyUnknown(result));
  const what = isUntested(result) ? "untested" : "refused by its provider";
  return `${paint("open", `attempt ${number} ${what}`)} ${plain(cellTitle(result))}: ${why}; tried again`;
}

/** `[3/12] pass pi:openai/gpt-5.4 v2 plain #1 (1.2 s)`; a cell that failed names its claims. */
export function renderResultLine(result: CellResult, progress: Progress, paint: Paint): string {
  const violated = result.claims.filter(({ verdict }) => verdict === "violated");
  const hazard = showsHazard(result) ? "⚠ hazard shown on purpose, " : "";
  const names = hazard + violated.map(({ name }) => name).join(", ");
  const seconds = (result.durationMs / 1000).toFixed(1);
  const verdict = paint(meanings[result.verdict], result.verdict);
  const tail = names === "" ? "" : `: ${names}`;
  const title = plain(cellTitle(result));
  return `[${progress.done}/${progress.planned}] ${verdict} ${title} (${seconds} s)${tail}`;
}
