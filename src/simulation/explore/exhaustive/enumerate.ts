// Enumerates all spaces, pass by pass, on as many doers as there are, until all is done, time is up or a
// claim breaks. Of several counterexamples the one with the fewest deviations is told, and of those the
// first in order, whoever found one first.
import type { Violation } from "../../case/verdict.ts";
import type { Doer } from "../pool.ts";
import type { Estimate } from "./estimate.ts";
import type { Done, Job, Walked } from "./job.ts";
import { branchesOf, type Pass, passes, type SpaceBranch } from "./passes.ts";
import type { EnumerationState } from "./progress.ts";
import type { Space } from "./spaces.ts";
import type { Found, Stack } from "./walk.ts";

export interface EnumerateOptions {
  readonly spaces: readonly Space[];
  readonly doers: readonly Doer<Job, Done>[];
  /** Where an earlier part has stopped; null to begin. */
  readonly state: EnumerationState | null;
  /** Names of the claims to judge; empty for all. */
  readonly claims: readonly string[];
  /** Random ways down each space by which its size is estimated beforehand; 0 for no estimate. */
  readonly descents: number;
  nowMs(): number;
  /** How long this part may take; null for no bound. Something is walked in it, however short that is. */
  readonly timeMs: number | null;
  isInterrupted(): boolean;
  /** Told once, before the first schedule. */
  onSize(state: EnumerationState): void;
  onProgress(state: EnumerationState): void;
}

export interface Enumeration {
  readonly state: EnumerationState;
  /** Every schedule within the bounds was run, or none is needed any more. */
  readonly complete: boolean;
  readonly found: Found<Violation> | null;
}

/** About a third of a second's work. */
const sliceRuns = 500;

/** Of the time, at most so much goes into the estimate; what it has come to is gone on with. */
const estimateShare = 1 / 4;

interface Best extends Found<Violation> {
  readonly branch: number;
}

export async function enumerate(options: EnumerateOptions): Promise<Enumeration> {
  const startMs = options.nowMs();
  const tally = tallyOf(options, startMs);
  await estimateAll(options, tally, startMs);
  options.onSize(tally.state());
  for (; tally.pass < passes.length; tally.pass += 1, tally.next = 0) {
    const best = await perform(passes[tally.pass] as Pass, options, tally);
    if (best) return { state: tally.state(), complete: true, found: best };
    if (tally.begun.size > 0 || tally.isOver()) {
      return { state: tally.state(), complete: false, found: null };
    }
  }
  return { state: tally.state(), complete: true, found: null };
}

async function estimateAll(
  { descents, spaces, doers, ...options }: EnumerateOptions,
  { estimates }: Tally,
  startMs: number,
): Promise<void> {
  if (descents === 0) return;
  const mostMs = (options.timeMs ?? Number.POSITIVE_INFINITY) * estimateShare;
  const isOver = () => options.isInterrupted() || options.nowMs() - startMs > mostMs;
  const left = [...spaces.keys()].filter((space) => !estimates[space]);
  const work = async (perform: Doer<Job, Done>) => {
    while (!isOver()) {
      const space = left.shift();
      if (space === undefined) return;
      const done = await perform({ kind: "estimate", space, descents });
      if (done.kind !== "estimated") throw new Error("a thread answered something else");
      estimates[space] = done.estimate;
    }
  };
  await Promise.all(doers.map(work));
}

/** All branches of one pass; the best counterexample, or null. */
async function perform(pass: Pass, options: EnumerateOptions, tally: Tally): Promise<Best | null> {
  const branches = branchesOf(pass, options.spaces, tally.rootDeviations);
  const waiting = [...tally.begun.keys()].sort((one, other) => one - other);
  let best: Best | null = null;
  const take = (): number | null => {
    const again = waiting.shift();
    if (again !== undefined) return again;
    return tally.next < branches.length ? tally.next++ : null;
  };
  const work = async (perform: Doer<Job, Done>) => {
    while (!tally.isOver()) {
      const number = take();
      if (number === null) return;
      const { space, branch } = branches[number] as SpaceBranch;
      let stack: Stack | null = tally.begun.get(number) ?? [];
      while (stack !== null) {
        tally.begun.set(number, stack);
        if (tally.isOver()) return;
        const most = deepest(pass, number, best);
        if (most !== null && most < pass.least) break;
        const job: Job = { kind: "walk", space, branch: { ...branch, most }, stack, sliceRuns };
        const walked = await perform(job);
        if (walked.kind !== "walked") throw new Error("a thread answered something else");
        tally.note(space, walked);
        const { found } = walked.slice;
        if (found && isBetter({ ...found, branch: number }, best))
          best = { ...found, branch: number };
        ({ stack } = walked.slice);
        if (stack) tally.begun.set(number, stack);
        else tally.begun.delete(number);
        options.onProgress(tally.state());
      }
      tally.begun.delete(number);
    }
  };
  await Promise.all(options.doers.map(work));
  return best;
}

/** How many deviations a schedule of this branch may have and still be told before the best one. */
function deepest({ most }: Pass, branch: number, best: Best | null): number | null {
  if (best === null) return most;
  return branch < best.branch ? best.depth : best.depth - 1;
}

const isBetter = (one: Best, other: Best | null): boolean =>
  other === null ||
  one.depth < other.depth ||
  (one.depth === other.depth && one.branch < other.branch);

interface Tally {
  pass: number;
  next: number;
  /** By space; null where there is none yet. */
  readonly estimates: (Estimate | null)[];
  readonly begun: Map<number, Stack>;
  readonly rootDeviations: number[];
  note(space: number, walked: Walked): void;
  state(): EnumerationState;
  isOver(): boolean;
}

function tallyOf(
  { state, spaces, claims, nowMs, timeMs, isInterrupted }: EnumerateOptions,
  startMs: number,
): Tally {
  const schedules = state?.schedules.slice() ?? spaces.map(() => 0);
  const judged = new Map(state?.judged ?? claims.map((name) => [name, 0]));
  let endless = state?.endless ?? 0;
  let disturbed = state?.disturbed ?? null;
  let hasWalked = false;
  const tally: Tally = {
    pass: state?.pass ?? 0,
    next: state?.next ?? 0,
    estimates: state?.estimates.slice() ?? spaces.map(() => null),
    begun: new Map((state?.begun ?? []).map(({ branch, stack }) => [branch, stack])),
    rootDeviations: state?.rootDeviations.slice() ?? spaces.map(() => 0),
    // Threads may take all of a short time to begin; a part that did nothing could be gone on with for ever.
    isOver: () => isInterrupted() || (hasWalked && timeMs !== null && nowMs() - startMs > timeMs),
    note(space, { slice, judged: counts }) {
      hasWalked = true;
      schedules[space] = (schedules[space] ?? 0) + slice.schedules;
      tally.rootDeviations[space] = slice.rootDeviations;
      endless += slice.endless;
      disturbed ??= slice.disturbed;
      for (const [name, count] of counts) judged.set(name, (judged.get(name) ?? 0) + count);
    },
    state: () => ({
      estimates: [...tally.estimates],
      pass: tally.pass,
      next: tally.next,
      begun: [...tally.begun].map(([branch, stack]) => ({ branch, stack: [...stack] })),
      rootDeviations: [...tally.rootDeviations],
      schedules: [...schedules],
      endless,
      disturbed,
      judged: [...judged],
      elapsedMs: nowMs() - startMs + (state?.elapsedMs ?? 0),
    }),
  };
  return tally;
}
