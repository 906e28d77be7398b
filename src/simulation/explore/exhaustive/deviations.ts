// In what a schedule may differ from the one that it was made from: exactly one more choice, later than
// all others, so that each schedule is come upon once. Pure.
import type { DispatcherPlan, SimulatedCase } from "../../case/case.ts";
import type { Fate } from "../../machine/actor.ts";
import { type Decision, isAtOnce, type OrderDecision, type Watched } from "./decisions.ts";
import { isQuiet } from "./quiet.ts";

export interface Bounds {
  /** Null: the order stays the plain one. */
  readonly preemptions: number | null;
  /** How often another is taken than whoever was ready first, where nobody could simply have gone on. */
  readonly turns: number;
  /** How many effects something befalls. */
  readonly fates: number;
  /** What can befall an effect: everything, or its dispatcher's death alone. */
  readonly befalls: "anything" | "death";
  /** False only to check the reduction. */
  readonly reduced: boolean;
}

/** The number of the decision, and what is taken there in the place of the plain choice. */
export type Deviation = readonly [at: number, choice: number];

/** What is left of the bounds. */
export interface Left {
  readonly preemptions: number | null;
  readonly turns: number;
  readonly fates: number;
}

export interface Step {
  readonly deviation: Deviation;
  readonly left: Left;
}

/** All that the run could have done otherwise after decision number `after`. */
export function deviationsOf(
  watched: Watched,
  after: number,
  left: Left,
  bounds: Bounds,
): readonly Step[] {
  const found: Step[] = [];
  const { decisions } = watched;
  for (let at = after + 1; at < decisions.length; at += 1) {
    const decision = decisions[at] as Decision;
    if (decision.kind === "fate") {
      if (left.fates === 0) continue;
      const spent = { ...left, fates: left.fates - 1 };
      for (const choice of fatesAt(decision.point, bounds).keys()) {
        found.push({ deviation: [at, choice], left: spent });
      }
    } else if (left.preemptions !== null) {
      for (const choice of decision.ready.keys()) {
        if (choice === decision.taken) continue;
        const next = afterOrder(watched, decision, choice, left, bounds);
        if (next) found.push({ deviation: [at, choice], left: next });
      }
    }
  }
  return found;
}

/** Null where it is not to be tried. */
function afterOrder(
  watched: Watched,
  { ready, current, step }: OrderDecision,
  choice: number,
  left: Left,
  { reduced }: Bounds,
): Left | null {
  const { preemptions, turns } = left;
  if (current === null || ready[choice] === current) {
    return turns === 0 ? null : { ...left, turns: turns - 1 };
  }
  if (preemptions === null || preemptions === 0) return null;
  if (reduced && isQuiet(watched, step)) return null;
  return { ...left, preemptions: preemptions - 1 };
}

/** The simulated machine's errors, as fast-check draws them too. */
const codes = ["ENOSPC", "EIO", "EACCES", "EMFILE"] as const;

/** One that every bound outlasts, and one that no watch does. */
const delaysMs = [10, 1500] as const;

const before: Fate = { kind: "dies-before" };
const after: Fate = { kind: "dies-after" };
const within: Fate = { kind: "dies-within" };

const faults: readonly Fate[] = [
  ...codes.map((code): Fate => ({ kind: "fails", code })),
  ...codes.map((code): Fate => ({ kind: "tears", code })),
  ...delaysMs.map((delayMs): Fate => ({ kind: "is-late", delayMs })),
];

/** Who dies with what it has just seen is like one who dies before it looks: nobody can tell. */
const onlyLooks = /\.(?:read|inspect|list|identify|close|sync)$/;

/** What only a write can suffer in another way than any effect is not tried on the others. */
function fatesAt(point: string, { befalls, reduced }: Bounds): readonly Fate[] {
  if (isAtOnce(point)) return [before, after];
  if (reduced && befalls === "death" && onlyLooks.test(point)) return [before];
  const deaths = point.endsWith(".write") ? [before, within, after] : [before, after];
  return befalls === "death" ? deaths : [...faults, ...deaths];
}

/** The case with one more thing different; `watched` is what the case was seen to do. */
export function deviate(
  simulated: SimulatedCase,
  watched: Watched,
  [at, choice]: Deviation,
  bounds: Bounds,
): SimulatedCase {
  const decision = watched.decisions[at];
  if (!decision) throw new Error(`a schedule has no decision ${at}: it is not the same any more`);
  const picks = watched.picks.slice(0, decision.picks);
  if (decision.kind === "order") return { ...simulated, picks: [...picks, choice] };
  const fate = fatesAt(decision.point, bounds)[choice];
  if (!fate) throw new Error(`${decision.point} has no fate ${choice}`);
  const { dispatcher, effect } = decision;
  const dispatchers = simulated.dispatchers.map(
    (plan, index): DispatcherPlan =>
      index === dispatcher ? { ...plan, fates: [...plan.fates, { effect, fate }] } : plan,
  );
  return { ...simulated, dispatchers, picks };
}
