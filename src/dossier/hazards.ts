// Hazards that cells showed on purpose: whose they are, and what becomes of them in the new lane.
import type { Comparison, Pair } from "./pairs.ts";
import { titlesOf } from "./side.ts";
import { baselineHazards } from "./wanted.ts";

export interface ShownHazard {
  readonly scenario: string;
  /** The lane whose cells showed it. */
  readonly lane: string;
  /** Whose hazard it is. */
  readonly of: string;
  /** Claims that were violated. */
  readonly claims: readonly string[];
  readonly cells: readonly string[];
  /** The scenario in which the new lane meets the same; null where it cannot. */
  readonly answeredBy: string | null;
  /** How the new lane fares in it, of the cells that ran; null where none did. */
  readonly answer: {
    readonly scenario: string;
    readonly pass: number;
    readonly cells: number;
  } | null;
}

export function hazardsIn(pairs: readonly Pair[], { baseline }: Comparison): ShownHazard[] {
  const shown = pairs.flatMap((pair) =>
    [pair.baseline, pair.candidate]
      .filter(({ hazard }) => hazard > 0)
      .map((side) => ({ pair, side })),
  );
  const groups = Map.groupBy(shown, ({ pair, side }) => JSON.stringify([pair.scenario, side.lane]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { scenario } = first.pair;
    const { lane } = first.side;
    const known = baselineHazards.find((each) => each.scenario === scenario);
    const cells = group.flatMap(({ side }) => side.cells);
    const violated = cells.flatMap(({ claims }) =>
      claims.filter(({ verdict }) => verdict === "violated").map(({ name }) => name),
    );
    const answeredBy = known === undefined ? scenario : known.answeredBy;
    return {
      ...{
        scenario,
        lane,
        of: known === undefined ? lane : baseline,
        claims: [...new Set(violated)],
      },
      cells: group.flatMap(({ side }) => titlesOf(side, "pass")),
      answeredBy,
      answer: answerIn(pairs, answeredBy),
    };
  });
}

function answerIn(pairs: readonly Pair[], scenario: string | null): ShownHazard["answer"] {
  const sides = pairs.filter((pair) => pair.scenario === scenario).map((pair) => pair.candidate);
  const cells = sides.reduce((sum, { pass, fail, unknown }) => sum + pass + fail + unknown, 0);
  const pass = sides.reduce((sum, side) => sum + side.pass, 0);
  return scenario === null || cells === 0 ? null : { scenario, pass, cells };
}
