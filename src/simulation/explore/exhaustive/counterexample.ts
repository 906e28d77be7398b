// A schedule that broke a claim, as a case of plain data that anybody can replay.
import type { Lane } from "../../../lanes/lane.ts";
import { isPlain, type SimulatedCase } from "../../case/case.ts";
import { runAndJudge, type Violation } from "../../case/verdict.ts";
import type { Found } from "./walk.ts";

export interface Counterexample {
  readonly simulated: SimulatedCase;
  readonly violation: Violation;
  /** Choices in which it differs from the plain course. */
  readonly deviations: number;
}

export interface CounterexampleOptions {
  readonly lane: Lane;
  readonly claims?: readonly string[];
}

export async function counterexampleOf(
  { simulated: found, wrong, depth }: Found<Violation>,
  options: CounterexampleOptions,
): Promise<Counterexample> {
  const simulated = { ...found, picks: trimmed(found.picks) };
  const attempts = isPlain(simulated)
    ? [{ ...simulated, picks: [] }, byDispatcher(simulated)]
    : [simulated];
  for (const attempt of attempts) {
    const { violations } = await runAndJudge(attempt, options);
    const violation = violations.find(({ claim }) => claim === wrong.claim);
    if (violation) return { simulated: attempt, violation, deviations: depth };
  }
  throw new Error(`a schedule that broke ${wrong.claim} does not break it as a case`);
}

/** Whoever was ready first comes first anyway. */
const trimmed = (picks: readonly number[]): readonly number[] =>
  picks.slice(0, picks.findLastIndex((pick) => pick !== 0) + 1);

/** Far behind its last effect. */
const never = 1_000_000;

/** What befalls nobody all the same makes the dispatcher a process of its own, as it was when it was found. */
function byDispatcher(simulated: SimulatedCase): SimulatedCase {
  const fate = { kind: "is-late", delayMs: 0 } as const;
  const dispatchers = simulated.dispatchers.map((plan) => ({
    ...plan,
    fates: [{ effect: never, fate }],
  }));
  return { ...simulated, dispatchers };
}
