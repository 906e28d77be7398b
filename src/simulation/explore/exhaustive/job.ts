// What an enumeration asks of a thread: to go on with a branch of a space, or to say how large a space
// is. Plain data in, plain data out.
import type { Lane } from "../../../lanes/lane.ts";
import { isPlain, type SimulatedCase } from "../../case/case.ts";
import { runAndJudge, type Violation } from "../../case/verdict.ts";
import type { Doer } from "../pool.ts";
import type { Watcher } from "./decisions.ts";
import { type Estimate, estimate } from "./estimate.ts";
import { type Asked, type Space, spacesOf } from "./spaces.ts";
import { type Branch, type Examine, type Slice, type Stack, walk } from "./walk.ts";

/** What a thread is started with. */
export interface Enumerated extends Asked {
  /** Names of the claims to judge (default: all). */
  readonly claims?: readonly string[];
}

export type Job =
  | {
      readonly kind: "walk";
      readonly space: number;
      readonly branch: Branch;
      readonly stack: Stack;
      readonly sliceRuns: number;
    }
  | { readonly kind: "estimate"; readonly space: number; readonly descents: number };

export interface Walked {
  readonly kind: "walked";
  readonly slice: Slice<Violation>;
  /** In how many schedules each claim that was named held or was violated. */
  readonly judged: readonly (readonly [claim: string, count: number])[];
}

export type Done = Walked | { readonly kind: "estimated"; readonly estimate: Estimate };

export function doerOf({ claims, ...asked }: Enumerated, lane: Lane): Doer<Job, Done> {
  const spaces = spacesOf(asked);
  return async (job) => {
    const space = spaces[job.space];
    if (!space) throw new Error(`there is no space ${job.space}`);
    return job.kind === "walk" ? goOn(space, job, { lane, claims }) : howLarge(space, job, lane);
  };
}

interface Judging {
  readonly lane: Lane;
  readonly claims: readonly string[] | undefined;
}

async function goOn(
  space: Space,
  { branch, stack, sliceRuns }: Extract<Job, { kind: "walk" }>,
  { lane, claims }: Judging,
): Promise<Walked> {
  const judged = new Map((claims ?? []).map((name) => [name, 0]));
  const examine: Examine<Violation> = async (simulated, watcher, wanted) => {
    if (!wanted) return look(simulated, watcher, lane);
    const given = { lane, ...(claims ? { claims } : {}) };
    const { violations, judgements } = await runAndJudge(simulated, {
      ...given,
      watching: watcher,
    });
    for (const { name, verdict } of judgements) {
      const count = judged.get(name);
      if (count === undefined || (verdict !== "holds" && verdict !== "violated")) continue;
      judged.set(name, count + 1);
    }
    const isRoot = simulated.picks.length === 0;
    if (violations[0] || !isRoot || !isPlain(simulated)) return violations[0] ?? null;
    // Where nothing at all happens the gate itself dispatches, if nobody watches.
    return (await runAndJudge(simulated, given)).violations[0] ?? null;
  };
  const slice = await walk(space, branch, { examine, sliceRuns, stack });
  return { kind: "walked", slice, judged: [...judged] };
}

/** Run for the way it goes alone. */
async function look(simulated: SimulatedCase, watching: Watcher, lane: Lane): Promise<null> {
  await runAndJudge(simulated, { lane, claims: [], watching });
  return null;
}

async function howLarge(
  space: Space,
  { space: seed, descents }: Extract<Job, { kind: "estimate" }>,
  lane: Lane,
): Promise<Done> {
  const examine: Examine<unknown> = (simulated, watcher) => look(simulated, watcher, lane);
  return { kind: "estimated", estimate: await estimate(space, { examine, descents, seed }) };
}
