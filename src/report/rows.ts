// Results grouped into the rows of a table: one for each target, lane and scenario, its
// repetitions together. Pure.
import { targetName } from "../evidence/cell.ts";
import type { ClaimJudgement } from "../invariants/judge.ts";
import { hasFlaky } from "../matrix/summary/repetitions.ts";
import { type CellResult, type Outcome, outcomeOf, showsHazard } from "../matrix/summary/result.ts";

export type Mark = ClaimJudgement["verdict"] | "not-run";

export interface Row {
  readonly target: string;
  readonly lane: string;
  readonly scenario: string;
  readonly cells: readonly CellResult[];
  /** The gravest of its cells' verdicts. */
  readonly verdict: Outcome;
  readonly passed: number;
  /** Some of its cells pass and some fail, all with the same coordinates but for the repetition. */
  readonly flaky: boolean;
  /** Of the passed ones, those that showed a hazard on purpose. */
  readonly hazards: number;
  readonly ran: number;
  /** Milliseconds of the cells that ran, ascending. */
  readonly durationsMs: readonly number[];
  /** The gravest judgement of each claim. */
  readonly marks: ReadonlyMap<string, Mark>;
}

export function rowsOf(cells: readonly CellResult[]): Row[] {
  const groups = Map.groupBy(cells, ({ target, lane, scenario }) =>
    JSON.stringify([targetName(target), lane, scenario]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [rowOf(first, group)];
  });
}

function rowOf(first: CellResult, cells: readonly CellResult[]): Row {
  const ran = cells.filter(({ verdict }) => verdict !== "skip");
  return {
    target: targetName(first.target),
    lane: first.lane,
    scenario: first.scenario,
    cells,
    verdict: gravest(["fail", "unknown", "known", "pass", "skip"], cells.map(outcomeOf)),
    passed: cells.filter(({ verdict }) => verdict === "pass").length,
    flaky: hasFlaky(cells),
    hazards: cells.filter(showsHazard).length,
    ran: ran.length,
    durationsMs: ran.map(({ durationMs }) => durationMs).sort((a, b) => a - b),
    marks: new Map(claimNames(ran).map((name) => [name, markOf(name, ran)])),
  };
}

/** Names of all claims, in the order they were judged in. */
export function claimNames(cells: readonly CellResult[]): string[] {
  const names = new Set<string>();
  for (const { claims } of cells) for (const { name } of claims) names.add(name);
  return [...names];
}

function markOf(name: string, cells: readonly CellResult[]): Mark {
  const verdicts = cells.flatMap(({ claims }) =>
    claims.filter((claim) => claim.name === name).map(({ verdict }) => verdict),
  );
  if (verdicts.length === 0) return "not-run";
  return gravest(["violated", "unknown", "holds", "not-applicable"], verdicts);
}

function gravest<T>(order: readonly [T, ...T[]], values: readonly T[]): T {
  return order.find((value) => values.includes(value)) ?? order[0];
}

/** Middle value of an ascending list; the lower one of two. 0 for none. */
export function median(ascending: readonly number[]): number {
  return ascending[Math.floor((ascending.length - 1) / 2)] ?? 0;
}
