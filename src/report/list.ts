// A plan as text: one cell a line, in the order it would be run. Pure.
import type { PlannedCell } from "../matrix/plan/plan.ts";
import { cellTitle } from "../matrix/summary/result.ts";
import { plain } from "./plain.ts";

export function renderList(plan: readonly PlannedCell[], options: { json: boolean }): string {
  if (options.json) return renderListJson(plan);
  const lines = plan.map(({ cell, skip }) => {
    const api = cell.target.wireApi === null ? "" : ` (${cell.target.wireApi})`;
    const reason = skip === null ? "" : `  skipped: ${plain(skip)}`;
    return `${plain(cellTitle(cell))}${api}${reason}\n`;
  });
  const runnable = plan.filter(({ skip }) => skip === null).length;
  return `${lines.join("")}${plan.length} planned, ${runnable} to run\n`;
}

function renderListJson(plan: readonly PlannedCell[]): string {
  const cells = plan.map(({ cell, skip }) => ({
    target: `${cell.target.provider}/${cell.target.model}`,
    agent: cell.target.agent,
    ...(cell.target.version === undefined ? {} : { version: cell.target.version }),
    wireApi: cell.target.wireApi,
    lane: cell.lane,
    scenario: cell.scenario,
    history: cell.history?.name ?? "one-turn",
    repetition: cell.repetition,
    skip,
  }));
  return `${JSON.stringify({ cells })}\n`;
}
