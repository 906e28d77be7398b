// How often the cells of one group pass in two runs, and what that shows within a margin. Pure. A pair counts where
// both cells passed or failed: an unknown is never taken for either.
import {
  type Difference,
  lackingPairs,
  mcnemarExact,
  type NonInferiority,
  newcombePaired,
  type Pairs,
} from "../statistics/paired.ts";
import type { CellPair } from "./pairing.ts";

/**
 * `worse`: the whole interval lies below the margin. `no-worse`: none of it does. `better`: all of it lies above
 * zero. `undecided`: too few pairs for either.
 */
type Shown = "worse" | "better" | "no-worse" | "undecided";

export interface Compared {
  /** Pairs of cells that came to a verdict in both runs. */
  readonly judged: number;
  readonly passedBaseline: number;
  readonly passedCandidate: number;
  /** Pairs with an unknown, or with a cell that did not run to its end. */
  readonly open: number;
  /** Pairs of which at least one cell was not to be run. */
  readonly skipped: number;
  readonly pairs: Pairs;
  /** Newcombe's, paired: of the candidate's pass rate less the baseline's. */
  readonly difference: Difference;
  /** Exact McNemar, two-sided. */
  readonly pValue: number;
  readonly shown: Shown;
  /** How many more pairs that all pass would show that it is no worse. */
  readonly lacking: number;
}

export function compareGroup(group: readonly CellPair[], asked: NonInferiority): Compared {
  const stateOf = ({ baseline, candidate }: CellPair) => {
    const states = [baseline, candidate].map(({ verdict, unfinished }) => {
      if (verdict === "fail") return "judged";
      if (verdict === "unknown" || unfinished) return "open";
      return verdict === "skip" ? "skipped" : "judged";
    });
    return (["skipped", "open"] as const).find((state) => states.includes(state)) ?? "judged";
  };
  const byState = Map.groupBy(group, stateOf);
  const judged = byState.get("judged") ?? [];
  const count = (baseline: boolean, candidate: boolean) =>
    judged.filter(
      (pair) =>
        (pair.baseline.verdict === "pass") === baseline &&
        (pair.candidate.verdict === "pass") === candidate,
    ).length;
  const pairs: Pairs = {
    both: count(true, true),
    onlyCandidate: count(false, true),
    onlyBaseline: count(true, false),
    neither: count(false, false),
  };
  const difference = newcombePaired(pairs, asked.confidence);
  return {
    judged: judged.length,
    passedBaseline: pairs.both + pairs.onlyBaseline,
    passedCandidate: pairs.both + pairs.onlyCandidate,
    open: byState.get("open")?.length ?? 0,
    skipped: byState.get("skipped")?.length ?? 0,
    pairs,
    difference,
    pValue: mcnemarExact(pairs),
    shown: shownBy(difference, asked.margin),
    lacking: lackingPairs(pairs, asked),
  };
}

function shownBy({ lower, upper }: Difference, margin: number): Shown {
  if (upper < -margin) return "worse";
  if (lower > 0) return "better";
  return lower >= -margin ? "no-worse" : "undecided";
}
