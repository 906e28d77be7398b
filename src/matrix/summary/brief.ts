// A cell's result in little space, for runs of very many cells. What a claim said where it held is
// left out, and what many cells say alike is kept once. Pure.
import type { ClaimJudgement } from "../../invariants/judge.ts";
import { createBriefMeasures } from "./brief-measures.ts";
import type { CellResult } from "./result.ts";

/** Every verdict stays, and each reason why a claim did not hold. */
export function createBrief(): (cell: CellResult) => CellResult {
  const [oneClaim, oneList, oneValue] = [
    keepOnce<ClaimJudgement>(),
    keepOnce<Claims>(),
    keepOnce(),
  ];
  const shared = <Value>(value: Value) => oneValue(JSON.stringify(value), value) as Value;
  const measured = createBriefMeasures(shared);
  const claim = (judged: ClaimJudgement): ClaimJudgement => {
    if (stoodOut(judged)) return judged;
    const because = judged.verdict === "holds" ? "" : judged.because;
    const brief = { ...judged, because, events: [] };
    return oneClaim(textOf(brief), brief);
  };
  const claimsOf = (cell: CellResult) => {
    const claims = cell.claims.map(claim);
    return claims.some(stoodOut) ? claims : oneList(claims.map(textOf).join("\n\n"), claims);
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

type Claims = CellResult["claims"];

/** The value that first came under a key, for each that comes under it. */
function keepOnce<Value>() {
  const kept = new Map<string, Value>();
  return (key: string, value: Value): Value => {
    const first = kept.get(key);
    if (first !== undefined) return first;
    kept.set(key, value);
    return value;
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
  claims: Claims,
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

const textOf = ({ name, claim, verdict, hazard, because }: ClaimJudgement) =>
  `${name}\n${claim}\n${verdict} ${hazard ?? ""}\n${because}`;
