// A cell's result in little space, for runs of very many cells. What a claim said where it held is
// left out, and what many cells say alike is kept once. Pure.
import type { ClaimJudgement } from "../../invariants/judge.ts";
import type { CellMeasures } from "./measures.ts";
import type { CellResult } from "./result.ts";

/** Every verdict stays, and each reason why a claim did not hold. */
export function createBrief(): (cell: CellResult) => CellResult {
  const kept = new Map<string, unknown>();
  const once = <Value>(key: string, value: Value): Value => {
    if (!kept.has(key)) kept.set(key, value);
    return kept.get(key) as Value;
  };
  const shared = <Value>(value: Value): Value => once(JSON.stringify(value), value);
  const claim = (judged: ClaimJudgement): ClaimJudgement => {
    const { name, claim, verdict, because } = judged;
    if (verdict === "violated" || verdict === "unknown") return judged;
    const silent = verdict === "holds";
    const key = `${verdict} ${judged.hazard ?? ""} ${name} ${silent ? "" : because}`;
    return once(key, { ...judged, name, claim, because: silent ? "" : because, events: [] });
  };
  const phase = ({ phase, durationMs }: CellMeasures["phases"][number]) =>
    once(`${phase} ${durationMs}`, { phase, durationMs });
  return (cell) => {
    const claims = cell.claims.map(claim);
    const isSound = !claims.some(({ verdict }) => verdict === "violated" || verdict === "unknown");
    const { lane, scenario, repetition, gardenId, verdict, because, unfinished } = cell;
    const { durationMs, kept: place, history, measures, attempts, damaged } = cell;
    // Written out: what is spread takes several times the space.
    return {
      target: shared(cell.target),
      lane: shared(lane),
      scenario: shared(scenario),
      repetition,
      gardenId,
      verdict,
      because: shared(because),
      unfinished,
      durationMs,
      claims: isSound ? once(claims.map(textOf).join("\n"), claims) : claims,
      kept: place,
      ...(history === undefined ? {} : { history: shared(history) }),
      ...(measures === undefined ? {} : { measures: briefMeasures(measures) }),
      // An attempt is judged again, and may be what failed.
      ...(attempts === undefined ? {} : { attempts }),
      ...(damaged === undefined ? {} : { damaged }),
    };
  };

  function briefMeasures({ phases, usage, resumed, refusedIn }: CellMeasures): CellMeasures {
    return {
      phases: phases.map(phase),
      usage: usage === null ? null : shared(usage),
      ...(resumed === undefined ? {} : { resumed: shared(resumed) }),
      ...(refusedIn === undefined ? {} : { refusedIn: shared(refusedIn) }),
    };
  }
}

const textOf = ({ name, verdict, because }: ClaimJudgement) => `${name} ${verdict} ${because}`;
