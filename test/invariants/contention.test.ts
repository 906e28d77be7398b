// Claims about several dispatchers, each a process of its own: their events arrive late and in an
// order of their own, and some of them die.
import { describe, expect, test } from "vitest";
import type { DispatchOutcome, UnstampedEvent } from "../../src/evidence/event.ts";
import type { Evidence } from "../../src/evidence/evidence.ts";
import { judgeCell } from "../../src/invariants/judge.ts";
import { died, kill, killed } from "./killed.ts";
import {
  after,
  before,
  change,
  evidenceOf,
  gardenId,
  lockAcquired,
  lockPath,
  lockReleased,
  plainV2,
  resumeChild,
  resumeRequested,
  resumeStarted,
  type Sample,
  the,
  v2Cell,
  withCell,
  without,
} from "./sample.ts";

const verdictOf = (evidence: Evidence, claim: string) =>
  judgeCell(evidence).claims.find(({ name }) => name === claim)?.verdict;

/** The evidence with the own times of some events, by their place among those of their type. */
function timed(
  evidence: Evidence,
  times: Readonly<Partial<Record<UnstampedEvent["type"], readonly number[]>>>,
): Evidence {
  const seen: Record<string, number> = {};
  const events = evidence.events.map((event) => {
    const place = seen[event.type] ?? 0;
    seen[event.type] = place + 1;
    const atMs = times[event.type]?.[place];
    return atMs === undefined ? event : { ...event, atMs };
  });
  return { ...evidence, events };
}

const second = { dispatch: 2, nonce: "lock-second" };
const secondAcquired = { ...lockAcquired, ...second, onDisk: second.nonce };
const secondReleased = { ...lockReleased, ...second, onDiskBefore: second.nonce };

describe("mutual exclusion between processes", () => {
  // Both spans arrive one inside the other; only their own times tell which came first.
  const nested = after(plainV2, the("lock-acquired"), secondAcquired, secondReleased);

  test("holds where the times lie apart, however the events arrived", () => {
    const evidence = timed(evidenceOf(nested), {
      "lock-acquired": [100, 300],
      "lock-released": [400, 200],
    });
    expect(verdictOf(evidence, "mutual-exclusion")).toBe("holds");
  });

  test("is violated where the times overlap, however the events arrived", () => {
    const apart = after(plainV2, the("lock-released"), secondAcquired, secondReleased);
    const evidence = timed(evidenceOf(apart), {
      "lock-acquired": [100, 150],
      "lock-released": [200, 250],
    });
    expect(verdictOf(evidence, "mutual-exclusion")).toBe("violated");
  });

  const other = {
    child: { dispatch: null, n: 3 },
    pid: 4300,
    startTime: "910999",
    role: "resume",
  } as const;
  const secondChild: readonly UnstampedEvent[] = [
    { ...resumeRequested, child: { dispatch: null, n: 3 }, dispatch: 2 },
    { ...resumeStarted, ...other },
    { type: "child-exited", exitCode: 0, signal: null, ...other },
  ];

  test("holds where one child began after the other had ended, however that arrived", () => {
    const evidence = timed(evidenceOf(before(plainV2, the("cell-ended"), ...secondChild)), {
      "child-requested": [10, 300, 100],
      "child-started": [11, 301, 101],
      "child-exited": [12, 400, 200],
      reaped: [401],
    });
    expect(verdictOf(evidence, "mutual-exclusion")).toBe("holds");
  });

  test("is violated where two children lived at the same time, however that arrived", () => {
    const evidence = timed(evidenceOf(before(plainV2, the("cell-ended"), ...secondChild)), {
      "child-requested": [10, 100, 150],
      "child-started": [11, 101, 151],
      "child-exited": [12, 200, 250],
      reaped: [201],
    });
    expect(verdictOf(evidence, "mutual-exclusion")).toBe("violated");
  });
});

describe("a dispatcher that was killed", () => {
  test.each([
    ["single-release", "not-applicable"],
    ["release-after-observation", "holds"],
    ["socket-answers", "not-applicable"],
    ["turn-outcome", "not-applicable"],
    ["mutual-exclusion", "holds"],
  ])("owes no release and no report: %s", (claim, verdict) => {
    const evidence = evidenceOf(killed(kill, died("SIGKILL")));
    expect(verdictOf(evidence, claim)).toBe(verdict);
  });

  test.each([
    ["single-release", "violated"],
    ["release-after-observation", "unknown"],
    ["socket-answers", "unknown"],
    ["turn-outcome", "violated"],
  ])("is not excused by an exit of its own: %s", (claim, verdict) => {
    expect(verdictOf(evidenceOf(killed(died(null, 0))), claim)).toBe(verdict);
  });

  test.each([
    ["holds", "after", 300],
    ["violated", "before", 200],
  ])("%s mutual exclusion when the next one got the lock %s its death", (verdict, _when, atMs) => {
    const next = [secondAcquired, secondReleased];
    const sample = before(killed(kill, died("SIGKILL")), the("cell-ended"), ...next);
    const evidence = timed(evidenceOf(sample), {
      "lock-acquired": [100, atMs],
      "signal-sent": [250],
      "child-exited": [20, 260],
      "lock-released": [400],
    });
    expect(verdictOf(evidence, "mutual-exclusion")).toBe(verdict);
  });
});

const others = [{ reason: "target-locked", observedLiveness: null }] as const;
const contended = withCell(plainV2, { expectation: { kind: "resumed", others } });
const started: UnstampedEvent = { type: "dispatch-started", dispatch: 2, intent: "owned-outcome" };
const holder = {
  gardenId,
  pid: 77,
  hostname: "here",
  createdAt: "2030-01-02T03:04:05.000Z",
  nonce: lockAcquired.nonce,
  owner: "somebody",
  lockPath,
};
const locked: DispatchOutcome = {
  kind: "rejected",
  reason: "target-locked",
  observedLiveness: null,
  message: lockPath,
  holder,
};
const refusal: UnstampedEvent = {
  type: "lock-refused",
  dispatch: 2,
  path: lockPath,
  because: "held",
  holder,
};
const returned = (outcome: DispatchOutcome): UnstampedEvent => ({
  type: "dispatch-returned",
  dispatch: 2,
  outcome,
});
const beside = (...events: readonly UnstampedEvent[]) =>
  after(contended, the("lock-acquired"), started, ...events);

describe("one of several dispatches", () => {
  const sound = beside(refusal, returned(locked));

  test("resumes while the other is refused, and the cell passes", () => {
    expect(judgeCell(evidenceOf(sound)).verdict).toBe("pass");
  });

  const resumed: DispatchOutcome = {
    kind: "resumed",
    lockDirty: null,
    turn: null,
    watch: { kind: "socket-alive", pid: resumeChild.pid },
  };
  test.each<readonly [what: string, verdict: string, sample: Sample]>([
    ["both resumed", "violated", beside(returned(resumed))],
    [
      "the other was refused for another reason",
      "violated",
      beside(returned({ ...locked, reason: "bad-target" })),
    ],
    [
      "the other saw a liveness that it cannot have seen",
      "violated",
      beside(returned({ ...locked, observedLiveness: "live" })),
    ],
    [
      "the other threw",
      "violated",
      beside({ type: "dispatch-threw", dispatch: 2, message: "ENOSPC" }),
    ],
    ["the other never came back", "violated", beside()],
    [
      "the record stops before the other came back",
      "unknown",
      without(beside(), the("cell-ended")),
    ],
    [
      "neither resumed",
      "violated",
      change(sound, the("dispatch-returned", { dispatch: 1 }), { outcome: locked }),
    ],
    [
      "the refused one had spawned a child",
      "violated",
      beside(
        { ...resumeRequested, child: { dispatch: null, n: 3 }, dispatch: 2 },
        returned(locked),
      ),
    ],
    ["the refused one kept a lock", "violated", beside(secondAcquired, returned(locked))],
  ])("is judged by refused-cleanly where %s", (_what, verdict, sample) => {
    expect(verdictOf(evidenceOf(sample), "refused-cleanly")).toBe(verdict);
  });

  test("says nothing of a cell in which nobody is to be refused", () => {
    expect(v2Cell.expectation).toEqual({ kind: "resumed" });
    expect(verdictOf(evidenceOf(plainV2), "refused-cleanly")).toBe("not-applicable");
  });
});
