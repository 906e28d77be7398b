import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Lane } from "../../../../src/lanes/lane.ts";
import { v2 } from "../../../../src/lanes/v2.ts";
import { runAndJudge } from "../../../../src/simulation/case/verdict.ts";
import { counterexampleOf } from "../../../../src/simulation/explore/exhaustive/counterexample.ts";
import {
  type Enumeration,
  enumerate,
} from "../../../../src/simulation/explore/exhaustive/enumerate.ts";
import {
  type Done,
  doerOf,
  type Enumerated,
  type Job,
} from "../../../../src/simulation/explore/exhaustive/job.ts";
import {
  decodeState,
  type EnumerationState,
  encodeState,
  expectedOf,
} from "../../../../src/simulation/explore/exhaustive/progress.ts";
import { threadScript } from "../../../../src/simulation/explore/exhaustive/script.ts";
import { spacesOf } from "../../../../src/simulation/explore/exhaustive/spaces.ts";
import { type Doer, openPool } from "../../../../src/simulation/explore/pool.ts";
import {
  listensLate,
  lockedAfterProbe,
  releasedOnTimeout,
  v1,
  withoutNonceCheck,
  withoutReclaimMarker,
} from "../../broken.ts";

// Seconds of processor time, but a busy machine may take its time to give them.
vi.setConfig({ testTimeout: 600_000 });

type Question = Omit<Enumerated, "lane" | "reduced">;

const small: Question = { dispatchers: [2], preemptions: 1, turns: 0, crashes: 0 };

interface Asking {
  readonly lane: string;
  readonly question: Question;
  readonly doers: readonly Doer<Job, Done>[];
  readonly state?: EnumerationState;
  readonly isInterrupted?: () => boolean;
  /** How long each job takes, and how long all may take. */
  readonly times?: { readonly jobMs: number; readonly mostMs: number };
  readonly descents?: number;
  /** Of the list, so many spaces from the first on. */
  readonly first?: number;
}

function ask({ lane, question, doers, state, first, ...asking }: Asking): Promise<Enumeration> {
  const { isInterrupted = () => false, times, descents = 0 } = asking;
  let spentMs = 0;
  const timed = doers.map(
    (doer): Doer<Job, Done> =>
      async (job) => {
        spentMs += times?.jobMs ?? 0;
        return doer(job);
      },
  );
  return enumerate({
    spaces: spacesOf({ ...question, lane, reduced: true }).slice(0, first),
    doers: timed,
    state: state ?? null,
    claims: question.claims ?? [],
    descents,
    nowMs: () => spentMs,
    timeMs: times?.mostMs ?? null,
    isInterrupted,
    onSize: () => undefined,
    onProgress: () => undefined,
  });
}

/** Here, and not in threads: a lane that is broken for a test cannot travel. */
function enumerated(lane: Lane, question: Question): Promise<Enumeration> {
  const doer = doerOf({ ...question, lane: lane.name, reduced: true }, lane);
  return ask({ lane: lane.name, question, doers: [doer] });
}

describe("a fault that drawing has found", () => {
  test.each([
    [withoutReclaimMarker, "mutual-exclusion", small],
    [withoutNonceCheck, "foreign-lock-kept", { ...small, dispatchers: [1] }],
    [lockedAfterProbe, "lock-held-before-spawn", { ...small, dispatchers: [1] }],
    [releasedOnTimeout, "release-after-observation", { ...small, dispatchers: [1] }],
    [listensLate, "single-release", { ...small, dispatchers: [1] }],
    [v1, "single-writer", small],
  ] as const)("is found by enumeration (%#)", async (lane, claim, question) => {
    const claims = [claim];
    const { found } = await enumerated(lane, { ...question, claims });
    if (!found) throw new Error(`${lane.name} breaks nothing`);
    const { simulated, violation } = await counterexampleOf(found, { lane, claims });
    expect(violation.claim).toBe(claim);
    // Plain data: whoever replays it needs no enumeration.
    const again = await runAndJudge(JSON.parse(JSON.stringify(simulated)), { lane, claims });
    expect(again.violations.map((each) => each.claim)).toEqual([claim]);
  });
});

describe("v2", () => {
  test("breaks no claim within small bounds, and as many schedules however often it is stopped", async () => {
    const question = { ...small, preemptions: 0, crashes: 1 };
    const doer = doerOf({ ...question, lane: "v2", reduced: true }, v2);
    const { found, complete, state } = await ask({ lane: "v2", question, doers: [doer], first });
    expect(found).toBeNull();
    expect(complete).toBe(true);
    expect(state).toMatchObject({ endless: 0, disturbed: null });
    expect(state.schedules.every((count) => count > 0)).toBe(true);
    expect(await stopped(question)).toEqual(state.schedules);
  });

  const first = 8;

  /** The same with a stop after every few slices, each time gone on with from the file's text. */
  async function stopped(question: Question): Promise<readonly number[]> {
    const asked = { ...question, lane: "v2", reduced: true };
    const doer = doerOf(asked, v2);
    let state: EnumerationState | undefined;
    for (;;) {
      let looks = 0;
      const isInterrupted = () => {
        looks += 1;
        return looks > 40;
      };
      const short: Doer<Job, Done> = (job) =>
        doer(job.kind === "walk" ? { ...job, sliceRuns: 7 } : job);
      const part = { lane: "v2", question, doers: [short], isInterrupted, first };
      const enumeration = await ask(state ? { ...part, state } : part);
      if (enumeration.complete) return enumeration.state.schedules;
      const text = encodeState({ build: "b", asked, state: enumeration.state });
      const kept = decodeState("progress.json", text);
      expect(kept.asked).toEqual(asked);
      ({ state } = kept);
    }
  }
});

describe("a time that is shorter than the estimate", () => {
  const question = { ...small, preemptions: 0, crashes: 0 };
  const asked = { ...question, lane: "v2", reduced: true };
  const doers = [doerOf(asked, v2)];
  const first = 6;
  const total = ({ state }: Enumeration) => state.schedules.reduce((sum, count) => sum + count, 0);

  test("leaves room for schedules, and the estimate is gone on with", async () => {
    const whole = await ask({ lane: "v2", question, doers, first, descents: 2 });
    const times = { jobMs: 10, mostMs: 80 };
    let part = await ask({ lane: "v2", question, doers, first, descents: 2, times });
    // A quarter of the time is two jobs, and a third begins before it is over.
    expect(part.state.estimates.filter((estimate) => estimate !== null)).toHaveLength(3);
    expect(expectedOf(part.state)).toBeNull();
    for (let before = 0; !part.complete; ) {
      expect(total(part)).toBeGreaterThan(before);
      before = total(part);
      const text = encodeState({ build: "b", asked, state: part.state });
      const { state } = decodeState("progress.json", text);
      part = await ask({ lane: "v2", question, doers, first, descents: 2, times, state });
    }
    expect(part.state.schedules).toEqual(whole.state.schedules);
    expect(part.state.estimates).toEqual(whole.state.estimates);
    expect(expectedOf(part.state)?.schedules).toBeGreaterThan(0);
  });

  test("that is over before the first schedule has one all the same", async () => {
    const times = { jobMs: 10, mostMs: 1 };
    const part = await ask({ lane: "v2", question, doers, first, descents: 2, times });
    expect(part.complete).toBe(false);
    expect(total(part)).toBeGreaterThan(0);
  });
});

test("what is no progress file is refused, with its name", () => {
  expect(() => decodeState("x/progress.json", "{")).toThrow("x/progress.json");
});

test("the first counterexample with the fewest deviations is told, however many threads there are", async () => {
  const lane = "canary:no-reclaim-marker";
  const question = { ...small, claims: ["mutual-exclusion"] };
  const told = [];
  for (const count of [1, 2, 5]) {
    const asked: Enumerated = { ...question, lane, reduced: true };
    const pool = openPool<Job, Done>(threadScript, count, asked);
    onTestFinished(() => pool.close());
    told.push((await ask({ lane, question, doers: pool.doers })).found);
    await pool.close();
  }
  const [first, ...others] = told;
  expect(first).toMatchObject({ depth: 1, wrong: { claim: "mutual-exclusion" } });
  for (const other of others) expect(other).toEqual(first);
});
