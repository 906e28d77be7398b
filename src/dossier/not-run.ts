// What was skipped, by lane and reason: what nobody can run apart from what somebody else could.
import { cellTitle } from "../matrix/summary/result.ts";
import type { Reason } from "./missing.ts";
import type { Pair } from "./pairs.ts";

export interface NotRun extends Reason {
  readonly lane: string;
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
    const cells = group.map((each) => cellTitle(each.cell));
    return { lane, byNature, because: cell.because ?? "no reason given", cells };
  });
}
