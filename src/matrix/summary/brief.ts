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
    const { target, lane, scenario, repetition, gardenId, verdict, because, unfinished } = cell;
    const { durationMs, kept: place, history, measures } = cell;
    // Written out: what is spread takes several times the space.
    const brief = {
      target: shared(target),
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
    };
    const common = history === undefined ? brief : { ...brief, history: shared(history) };
    const measured =
      measures === undefined ? common : { ...common, measures: briefMeasures(measures) };
    // Few cells have more, such as earlier attempts; they keep it.
    const more = Object.entries(cell).filter(([name]) => !(name in measured));
    return more.length === 0 ? measured : { ...Object.fromEntries(more), ...measured };
  };

  function briefMeasures({ phases, usage, ...more }: CellMeasures): CellMeasures {
    const brief = { phases: phases.map(phase), usage: usage === null ? null : shared(usage) };
    return Object.keys(more).length === 0 ? brief : { ...brief, ...shared(more) };
  }
}

const textOf = ({ name, verdict, because }: ClaimJudgement) => `${name} ${verdict} ${because}`;
