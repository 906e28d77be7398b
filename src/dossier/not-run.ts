// What was skipped, by lane and reason: what nobody can run apart from what somebody else could.
import type { Reason } from "./missing.ts";
import type { Pair } from "./pairs.ts";
import { titleOf } from "./pool.ts";

export interface NotRun extends Reason {
  readonly lane: string;
  readonly scenarios: readonly string[];
  /** Nobody can run it, so that it is not comparable and does not block. */
  readonly byNature: boolean;
}

export function notRunIn(pairs: readonly Pair[]): NotRun[] {
  const skips = pairs.flatMap((pair) =>
    [pair.baseline, pair.candidate].flatMap((side) =>
      side.cells
        .filter(({ verdict }) => verdict === "skip")
        .map((cell) => ({ cell, lane: side.lane, byNature: side.unsuited !== null })),
    ),
  );
  const groups = Map.groupBy(skips, ({ cell, lane, byNature }) =>
    JSON.stringify([lane, byNature, cell.because]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { lane, byNature, cell } = first;
    const cells = group.map((each) => titleOf(each.cell));
    const scenarios = [...new Set(group.map((each) => each.cell.scenario))];
    return { lane, scenarios, byNature, because: cell.because ?? "no reason given", cells };
  });
}
