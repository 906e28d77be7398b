// Several dispatches to one session: one goes ahead, and the others are told so. For the claim
// refused-cleanly, which also says how.
import type { Evidence } from "../../evidence/evidence.ts";
import { type Judgement, violated } from "../invariant.ts";
import { absent } from "./checks.ts";
import { type Dispatch, outcomeOf } from "./dispatches.ts";
import { excused, starvedDispatch } from "./starved.ts";

/** Findings where not exactly one resumed (and maybe was killed over it), or one of the rest was not refused. */
export function oneResumed(evidence: Evidence, dispatches: readonly Dispatch[]): Judgement[] {
  const ahead = dispatches.filter(
    (dispatch) => outcomeOf(dispatch)?.kind === "resumed" || dispatch.killed,
  );
  const rest = dispatches.filter(
    (dispatch) => !ahead.includes(dispatch) && outcomeOf(dispatch)?.kind !== "rejected",
  );
  const flaws = rest.map((dispatch) => neither(evidence, dispatch));
  if (ahead.length === 1) return flaws;
  const starts = ahead.flatMap(({ started }) => started ?? []);
  const who = ahead.map(({ number }) => number).join(", ") || "none";
  const because = `one of ${dispatches.length} dispatches was to resume, and ${ahead.length} did: ${who}`;
  if (ahead.length > 1) return [violated(because, ...starts), ...flaws];
  // Where one of the rest came to something else, that is not what it waited for.
  const starved = rest.some(cameBack) ? null : starvedDispatch(evidence);
  return [excused(starved, absent(evidence, because)), ...flaws];
}

const cameBack = ({ threw, returned }: Dispatch): boolean => (threw ?? returned) !== undefined;

function neither(evidence: Evidence, dispatch: Dispatch): Judgement {
  const { number, threw, returned, started } = dispatch;
  const end = threw ?? returned;
  const how = threw
    ? `it threw "${threw.message}"`
    : (returned?.outcome.kind ?? "it never came back");
  const because = `dispatch ${number} was neither resumed nor refused: ${how}`;
  if (end) return violated(because, end);
  return excused(
    starvedDispatch(evidence),
    absent(evidence, because, ...(started ? [started] : [])),
  );
}
