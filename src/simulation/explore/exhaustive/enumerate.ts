// Enumerates all spaces, pass by pass, on as many doers as there are, until all is done, time is up or a
// claim breaks. Of several counterexamples the one with the fewest deviations is told, and of those the
// first in order, whoever found one first.
import type { Violation } from "../../case/verdict.ts";
import type { Doer } from "../pool.ts";
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
  isOver(): boolean;
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

interface Best extends Found<Violation> {
  readonly branch: number;
}

export async function enumerate(options: EnumerateOptions): Promise<Enumeration> {
  const startMs = options.nowMs() - (options.state?.elapsedMs ?? 0);
  const tally = tallyOf(options, () => options.nowMs() - startMs);
  await estimateAll(options, tally);
  options.onSize(tally.state());
  for (; tally.pass < passes.length; tally.pass += 1, tally.next = 0) {
    const best = await perform(passes[tally.pass] as Pass, options, tally);
    if (best) return { state: tally.state(), complete: true, found: best };
    if (tally.begun.size > 0 || options.isOver()) {
      return { state: tally.state(), complete: false, found: null };
    }
  }
  return { state: tally.state(), complete: true, found: null };
}

async function estimateAll(options: EnumerateOptions, tally: Tally): Promise<void> {
  const { descents } = options;
  if (tally.expected !== null || descents === 0) return;
  let next = 0;
  let sum = 0;
  let variance = 0;
  const work = async (perform: Doer<Job, Done>) => {
    for (let space = next; space < options.spaces.length && !options.isOver(); space = next) {
      next += 1;
      const done = await perform({ kind: "estimate", space, descents });
      if (done.kind !== "estimated") throw new Error("a thread answered something else");
      sum += done.estimate.schedules;
      variance += done.estimate.variance;
    }
  };
  await Promise.all(options.doers.map(work));
  if (options.isOver()) return;
  tally.expected = { schedules: Math.round(sum), error: Math.round(Math.sqrt(variance)) };
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
    while (!options.isOver()) {
      const number = take();
      if (number === null) return;
      const { space, branch } = branches[number] as SpaceBranch;
      let stack: Stack | null = tally.begun.get(number) ?? [];
      while (stack !== null) {
        tally.begun.set(number, stack);
        if (options.isOver()) return;
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
  expected: EnumerationState["expected"];
  readonly begun: Map<number, Stack>;
  readonly rootDeviations: number[];
  note(space: number, walked: Walked): void;
  state(): EnumerationState;
}

function tallyOf({ state, spaces, claims }: EnumerateOptions, elapsedMs: () => number): Tally {
  const schedules = state?.schedules.slice() ?? spaces.map(() => 0);
  const judged = new Map(state?.judged ?? claims.map((name) => [name, 0]));
  let endless = state?.endless ?? 0;
  let disturbed = state?.disturbed ?? null;
  const tally: Tally = {
    pass: state?.pass ?? 0,
    next: state?.next ?? 0,
    expected: state?.expected ?? null,
    begun: new Map((state?.begun ?? []).map(({ branch, stack }) => [branch, stack])),
    rootDeviations: state?.rootDeviations.slice() ?? spaces.map(() => 0),
    note(space, { slice, judged: counts }) {
      schedules[space] = (schedules[space] ?? 0) + slice.schedules;
      tally.rootDeviations[space] = slice.rootDeviations;
      endless += slice.endless;
      disturbed ??= slice.disturbed;
      for (const [name, count] of counts) judged.set(name, (judged.get(name) ?? 0) + count);
    },
    state: () => ({
      expected: tally.expected,
      pass: tally.pass,
      next: tally.next,
      begun: [...tally.begun].map(([branch, stack]) => ({ branch, stack: [...stack] })),
      rootDeviations: [...tally.rootDeviations],
      schedules: [...schedules],
      endless,
      disturbed,
      judged: [...judged],
      elapsedMs: elapsedMs(),
    }),
  };
  return tally;
}
