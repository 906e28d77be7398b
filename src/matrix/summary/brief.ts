// A cell's result in little space, for runs of very many cells. What a claim said where it held is
// left out, and what many cells say alike is kept once. Pure.
import type { ClaimJudgement } from "../../invariants/judge.ts";
import { createBriefMeasures } from "./brief-measures.ts";
import type { CellResult } from "./result.ts";

/** Every verdict stays, and each reason why a claim did not hold. */
export function createBrief(): (cell: CellResult) => CellResult {
  const kept = new Map<string, unknown>();
  const once = <Value>(key: string, value: Value): Value => {
    if (!kept.has(key)) kept.set(key, value);
    return kept.get(key) as Value;
  };
  const shared = <Value>(value: Value): Value => once(JSON.stringify(value), value);
  const measured = createBriefMeasures(shared);
  const claim = (judged: ClaimJudgement): ClaimJudgement => {
    const { name, claim, verdict, because } = judged;
    if (stoodOut(judged)) return judged;
    const silent = verdict === "holds";
    const key = `${verdict} ${judged.hazard ?? ""} ${name} ${silent ? "" : because}`;
    return once(key, { ...judged, name, claim, because: silent ? "" : because, events: [] });
  };
  const claimsOf = (cell: CellResult) => {
    const claims = cell.claims.map(claim);
    return !claims.some(stoodOut) ? once(claims.map(textOf).join("\n"), claims) : claims;
  };
  return (cell) => {
    const brief = written(cell, shared, claimsOf(cell));
    const { measures, history } = cell;
    if (measures !== undefined) brief.measures = measured(measures);
    // Few cells have more, such as earlier attempts; they keep it.
    const more = Object.entries(cell).filter(([name]) => !(name in brief));
    if (history === undefined && more.length === 0) return brief;
    const rest = Object.fromEntries(more);
    return { ...rest, ...brief, ...(history === undefined ? {} : { history: shared(history) }) };
  };
}

/** A claim that held where a hazard was to violate it is why its cell failed. */
const stoodOut = ({ verdict, hazard }: ClaimJudgement) =>
  verdict === "violated" || verdict === "unknown" || hazard === "not-shown";

type Writable = { -readonly [Field in keyof CellResult]: CellResult[Field] };

/** Written out, with room for what was measured: what is spread takes several times the space. */
function written(
  cell: CellResult,
  shared: <Value>(value: Value) => Value,
  claims: CellResult["claims"],
): Writable {
  const { target, lane, scenario, repetition, gardenId, verdict, because, unfinished } = cell;
  const { durationMs, kept } = cell;
  const brief: Writable = {
    target: shared(target),
    lane: shared(lane),
    scenario: shared(scenario),
    repetition,
    gardenId,
    verdict,
    because: shared(because),
    unfinished,
    durationMs,
    claims,
    kept,
  };
  return brief;
}

const textOf = ({ name, verdict, because }: ClaimJudgement) => `${name} ${verdict} ${because}`;
