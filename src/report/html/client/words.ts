// The words and signs of the page, so that one thing is called the same in every view.
import type { ClaimJudgement } from "../../../invariants/judge.ts";
import type { Outcome } from "../../../matrix/summary/result.ts";
import type { CellRow, Overview } from "../page-data.ts";

/** Gravest first. */
export const outcomes: readonly Outcome[] = ["fail", "unknown", "known", "pass", "skip"];

/** No meaning by colour alone: each has a sign, too. */
export const outcomeSigns: Readonly<Record<Outcome, string>> = {
  fail: "✗",
  unknown: "?",
  known: "≈",
  pass: "✓",
  skip: "–",
};

export const hazardSign = "⚠";

export const signOf = ({ outcome, hazard }: Pick<CellRow, "outcome" | "hazard">): string =>
  hazard ? hazardSign : outcomeSigns[outcome];

export const claimSigns: Readonly<Record<ClaimJudgement["verdict"], string>> = {
  violated: "✗",
  unknown: "?",
  holds: "✓",
  "not-applicable": "·",
};

/** `openai/gpt-5.4 v2 plain #1`: what a cell is called, also in a link. */
export function titleOf({ names }: Overview, cell: CellRow): string {
  const history = names.histories[cell.history] ?? "";
  const words = [
    names.targets[cell.target],
    names.lanes[cell.lane],
    names.scenarios[cell.scenario],
    ...(history === "one-turn" ? [] : [history]),
  ];
  return `${words.join(" ")} #${cell.repetition}`;
}

export const plural = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? "" : "s"}`;

export function durationText(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}
