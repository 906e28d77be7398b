// Findings of one claim taken together, for a reader who wants the whole on one screen: how many cells, for
// how many reasons, and which claims were violated along with it. Pure; nothing is left out of a count.
import type { Finding } from "../matrix/summary/findings.ts";
import type { CellResult } from "../matrix/summary/result.ts";

export interface FindingGroup extends Pick<Finding, "outcome" | "claim"> {
  /** Each once. */
  readonly cells: readonly CellResult[];
  /** One for each reason, the commonest first; never empty. */
  readonly reasons: readonly [Finding, ...Finding[]];
  /** Groups of which each cell is one of these, and that have half of them at the least. */
  readonly also: readonly FindingGroup[];
}

/** In the order of the findings' outcomes; of each, what most cells show first. */
export function groupsOf(findings: readonly Finding[]): FindingGroup[] {
  // Where no claim says why, the reason is all that tells two apart.
  const byClaim = Map.groupBy(findings, ({ outcome, claim, reason }) =>
    JSON.stringify(claim === null ? [outcome, null, reason] : [outcome, claim]),
  );
  const groups = [...byClaim.values()].flatMap((group) => groupOf(group) ?? []);
  const byOutcome = Map.groupBy(groups, ({ outcome }) => outcome);
  return [...byOutcome.values()].flatMap(foldedIn);
}

function groupOf([first, ...others]: readonly Finding[]): FindingGroup | null {
  if (first === undefined) return null;
  const { outcome, claim } = first;
  const cells = [...new Set([first, ...others].flatMap((finding) => finding.cells))];
  return { outcome, claim, cells, reasons: [first, ...others], also: [] };
}

function foldedIn(groups: readonly FindingGroup[]): FindingGroup[] {
  const whole: FindingGroup[] = [];
  for (const group of groups.toSorted((a, b) => b.cells.length - a.cells.length)) {
    const index = whole.findLastIndex(({ cells }) => isAlongWith(group.cells, cells));
    const host = whole[index];
    if (host === undefined) whole.push(group);
    else whole[index] = { ...host, also: [...host.also, group] };
  }
  return whole;
}

function isAlongWith(cells: readonly CellResult[], others: readonly CellResult[]): boolean {
  if (cells.length * 2 < others.length) return false;
  const all = new Set(others);
  return cells.every((cell) => all.has(cell));
}
