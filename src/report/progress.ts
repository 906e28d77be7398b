// Progress in words, a line for each cell that is over. Pure.

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

/** `[3/12] pass pi:openai/gpt-5.4 v2 plain #1 (1.2 s)`; a cell that did not pass says why. */
export function renderResultLine(result: CellResult, progress: Progress, paint: Paint): string {
  const verdict = paint(meanings[result.verdict], result.verdict);
  const title = plain(cellTitle(result));
  const why = reasonIn(result);
  const tail = why === "" ? "" : `: ${why}`;
  return `[${progress.done}/${progress.planned}] ${verdict} ${title} (${secondsOf(result)})${tail}`;
}

/** Of a cell that did not pass, as it is over: `✗ openai/gpt-5.4 v2 plain #1 (1.2 s): one-turn: …`. */
export function renderSentence(result: CellResult, paint: Paint): string {
  const sign = signs[result.verdict];
  const title = shortTarget(plain(cellTitle(result)));
  return `${paint(meanings[result.verdict], sign)} ${title} (${secondsOf(result)}): ${reasonIn(result)}`;
}

const signs: Record<CellResult["verdict"], string> = {
  pass: "✓",
  fail: "✗",
  unknown: "?",
  skip: "-",
};

const secondsOf = ({ durationMs }: CellResult) => `${(durationMs / 1000).toFixed(1)} s`;

/** Of several claims the first one speaks; empty for a cell that simply passed. */
function reasonIn(result: CellResult): string {
  if (showsHazard(result)) return `⚠ hazard shown on purpose, ${violatedIn(result).join(", ")}`;
  const { verdict, claims, because } = result;
  if (verdict === "pass") return "";
  const sought = verdict === "fail" ? "violated" : "unknown";
  const open = claims.filter((claim) => claim.verdict === sought);
  const [first] = open;
  if (because !== null || first === undefined) return plain(because ?? "");
  const more =
    open.length > 1
      ? ` (and ${open
          .slice(1)
          .map(({ name }) => plain(name))
          .join(", ")})`
      : "";
  return `${plain(first.name)}: ${plain(first.because)}${more}`;
}

const violatedIn = ({ claims }: CellResult) =>
  claims.filter(({ verdict }) => verdict === "violated").map(({ name }) => plain(name));
