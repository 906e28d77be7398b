// The enumeration itself, stateless: a schedule is run by going the way of the one that it was made from
// up to its last deviation, and the plain way from there. What is kept is a stack of choices, one for each
// deviation of the schedule in hand, and never the tree.

import type { SimulatedCase } from "../../case/case.ts";
import { EndlessRunError } from "../../machine/scheduler.ts";
import { type Watched, type Watcher, watch } from "./decisions.ts";
import { deviate, deviationsOf, type Left, type Step } from "./deviations.ts";
import { disturbance } from "./quiet.ts";
import type { Space } from "./spaces.ts";

/** A part of a space: the schedules of some depths below some of the root's deviations. */
export interface Branch {
  /** Schedules with so many deviations at least, and at most (null: all that the bounds allow). */
  readonly least: number;
  readonly most: number | null;
  /** Of the root's deviations, counted from 0, those from `from` to before `to`. */
  readonly from: number;
  readonly to: number;
}

/** At each depth the number of the next deviation to try; empty at the beginning. */
export type Stack = readonly number[];

/** Runs one case as the watcher says, and returns what is wrong with it, or null. */
export type Examine<Wrong> = (
  simulated: SimulatedCase,
  watcher: Watcher,
  wanted: boolean,
) => Promise<Wrong | null>;

export interface Slice<Wrong> {
  readonly schedules: number;
  /** Where to go on; null when the branch is done. */
  readonly stack: Stack | null;
  /** How many deviations the root has; null where it was not run anew. */
  readonly rootDeviations: number;
  /** Schedules that never came to their end. */
  readonly endless: number;
  /** A path that the reduction takes as unchanged, and that was changed. */
  readonly disturbed: string | null;
  readonly found: Found<Wrong> | null;
}

/** The first with the fewest deviations. */
export interface Found<Wrong> {
  readonly wrong: Wrong;
  readonly simulated: SimulatedCase;
  readonly depth: number;
  /** The numbers of its deviations: schedules of one depth are in the order of these. */
  readonly path: readonly number[];
}

interface Frame {
  readonly simulated: SimulatedCase;
  readonly watched: Watched;
  readonly steps: readonly Step[];
  readonly end: number;
  next: number;
}

export interface WalkOptions<Wrong> {
  readonly examine: Examine<Wrong>;
  /** Schedules after which a slice ends. */
  readonly sliceRuns: number;
  readonly stack: Stack;
}

interface Node {
  readonly simulated: SimulatedCase;
  /** The decision at which it last deviates; -1 for the root. */
  readonly at: number;
  readonly left: Left;
}

/** Goes on where `stack` says, for as many schedules as a slice has. */
export async function walk<Wrong>(
  space: Space,
  branch: Branch,
  { examine, sliceRuns, stack }: WalkOptions<Wrong>,
): Promise<Slice<Wrong>> {
  const tally = { schedules: 0, endless: 0, disturbed: null as string | null };
  let { most } = branch;
  let found: Found<Wrong> | null = null;
  const frames: Frame[] = [];
  const path = () => frames.map(({ next }) => next - 1);
  const isWithin = (depth: number) => most === null || depth <= most;

  const run = async (node: Node, isNew: boolean): Promise<void> => {
    const depth = frames.length;
    const wanted = isNew && depth >= branch.least;
    const { watched, wrong } = await perform(node, { examine, wanted, tally });
    if (wanted) tally.schedules += 1;
    const simulated = { ...node.simulated, picks: watched.picks };
    if (wanted && wrong !== null) {
      found = { wrong, simulated, depth, path: path() };
      // From here on only what is simpler is looked for.
      most = depth - 1;
    }
    const steps = deviationsOf(watched, node.at, node.left, space.bounds);
    const [next, end] = depth === 0 ? [branch.from, branch.to] : [0, steps.length];
    frames.push({ simulated, watched, steps, next, end: Math.min(end, steps.length) });
  };
  const childOf = (frame: Frame): Node => {
    const step = frame.steps[frame.next++];
    if (!step) throw new Error("a schedule lacks a deviation: it is not the same any more");
    const { deviation, left } = step;
    const simulated = deviate(frame.simulated, frame.watched, deviation, space.bounds);
    return { simulated, at: deviation[0], left };
  };

  await run({ simulated: space.simulated, at: -1, left: space.bounds }, stack.length === 0);
  const rootDeviations = frames[0]?.steps.length ?? 0;
  for (const [depth, next] of stack.entries()) {
    const frame = frames[depth] as Frame;
    frame.next = next;
    if (depth + 1 === stack.length) break;
    frame.next -= 1;
    await run(childOf(frame), false);
  }
  for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
    if (frame.next >= frame.end || !isWithin(frames.length)) {
      frames.pop();
      continue;
    }
    if (tally.schedules >= sliceRuns) break;
    await run(childOf(frame), true);
  }
  const left = frames.length === 0 ? null : frames.map(({ next }) => next);
  return { ...tally, found, rootDeviations, stack: left };
}

interface Performing<Wrong> {
  readonly examine: Examine<Wrong>;
  readonly wanted: boolean;
  readonly tally: { endless: number; disturbed: string | null };
}

async function perform<Wrong>(
  { simulated }: Node,
  { examine, wanted, tally }: Performing<Wrong>,
): Promise<{ readonly watched: Watched; readonly wrong: Wrong | null }> {
  const watcher = watch(simulated.picks);
  const { watched } = watcher;
  let wrong: Wrong | null = null;
  try {
    wrong = await examine(simulated, watcher, wanted);
  } catch (error) {
    if (!(error instanceof EndlessRunError)) throw error;
    if (wanted) tally.endless += 1;
  }
  tally.disturbed ??= disturbance(watched);
  return { watched, wrong };
}
