// From when to when a lock was held and a child lived, and what counts as two at once.
import { describe, expect, test } from "vitest";
import type { UnstampedEvent } from "../../../src/evidence/event.ts";
import type { Evidence } from "../../../src/evidence/evidence.ts";
import { mutualExclusion } from "../../../src/invariants/claims/mutual-exclusion.ts";
import { died, kill, killed } from "../killed.ts";
import {
  after,
  before,
  change,
  ending,
  evidenceOf,
  lockAcquired,
  lockNonce,
  lockReleased,
  plainV2,
  resumeChild,
  resumeRequested,
  resumeStarted,
  type Sample,
  seeded,
  the,
  v2Cell,
  without,
} from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

const told = toldBy(mutualExclusion);
const verdictOf = (seen: Sample | Evidence) => told(seen).split(":")[0];

const take = (dispatch: number, nonce: string): UnstampedEvent => ({
  ...lockAcquired,
  dispatch,
  nonce,
  onDisk: nonce,
});
const free = (dispatch: number, nonce: string): UnstampedEvent => ({
  ...lockReleased,
  dispatch,
  nonce,
  onDiskBefore: nonce,
});

test("each holder and each child is told from its first event to its last", () => {
  expect(told(plainV2)).toBe(
    "holds: never more than one of each: " +
      "nonce lock-7f3a from [lock-acquired] to [lock-released], " +
      "child 2 (pid 4200) from [child-requested 2] to [child-exited 2]",
  );
  expect(shownBy(mutualExclusion)(plainV2)).toEqual(["[lock-acquired]", "[child-requested 2]"]);
});

describe("a bystander's lock", () => {
  const holder = {
    gardenId: v2Cell.gardenId,
    pid: 77,
    hostname: "here",
    createdAt: "then",
    nonce: "bystander",
    owner: "another",
    lockPath: lockAcquired.path,
    startTime: "910001",
  };
  const met = (process: "lives" | "gone" | "another") =>
    before(plainV2, the("dispatch-started"), {
      type: "lock-placed",
      path: holder.lockPath,
      holder,
      process,
    });

  test("must not be taken over while its process lives", () => {
    expect(told(met("lives"))).toBe(
      "violated: nonce bystander of process 77, which lives, from [lock-placed] to the end and " +
        "nonce lock-7f3a from [lock-acquired] to [lock-released] held the lock at the same time",
    );
  });

  test("may be taken once its process has ended", () => {
    const gone = { exitCode: 0, signal: null, pid: 77, startTime: "910001" };
    const end = {
      type: "child-exited",
      child: { dispatch: null, n: 9 },
      role: "actor",
      ...gone,
    } as const;
    expect(verdictOf(before(met("lives"), the("dispatch-started"), end))).toBe("holds");
  });

  test.each(["gone", "another"] as const)("may be taken over when its process is %s", (process) => {
    expect(verdictOf(met(process))).toBe("holds");
  });
});

test("a child that was never seen to start is told without a pid, and up to the end", () => {
  expect(told(without(plainV2, the("child-started", { role: "resume" })))).toContain(
    ", child 2 from [child-requested 2] to the end",
  );
});

test("two at once are both told", () => {
  const holders = after(plainV2, the("lock-acquired"), take(2, "lock-b"));
  expect(told(holders)).toBe(
    "violated: nonce lock-7f3a from [lock-acquired] to [lock-released] and " +
      "nonce lock-b from [lock-acquired 2] to the end held the lock at the same time",
  );
  const second = { child: { dispatch: null, n: 3 }, dispatch: 2 };
  const children = after(plainV2, the("lock-released"), { ...resumeRequested, ...second });
  expect(told(children)).toBe(
    "violated: child 2 (pid 4200) from [child-requested 2] to [child-exited 2] and " +
      "child 3 from [child-requested 3] to the end were alive at the same time",
  );
  expect(shownBy(mutualExclusion)(children)).toEqual([
    "[child-requested 2]",
    "[child-requested 3]",
  ]);
});

describe("a lock is held", () => {
  test("on, where its release left it on disk", () => {
    const left = change(plainV2, the("lock-released"), { onDiskAfter: lockNonce });
    expect(verdictOf(after(left, the("lock-released"), take(2, "lock-b")))).toBe("violated");
  });

  test("on, where only an earlier one of the same dispatch was released", () => {
    const again = [take(1, "lock-b"), take(2, "lock-c"), free(2, "lock-c")];
    expect(verdictOf(after(plainV2, the("lock-released"), ...again))).toBe("violated");
  });

  const next = [take(2, "lock-b"), free(2, "lock-b")];

  test("up to the kill of its dispatcher, not up to when the exit was seen", () => {
    expect(verdictOf(killed(kill, ...next, died("SIGKILL")))).toBe("holds");
  });

  test("up to its dispatcher's exit, where nobody here sent the signal", () => {
    expect(verdictOf(killed(died("SIGSEGV"), ...next))).toBe("holds");
    expect(verdictOf(killed(...next, died("SIGSEGV")))).toBe("violated");
  });

  test("up to the release that it began and could not tell of any more", () => {
    const begun = (nonce: string): UnstampedEvent => ({
      type: "release-requested",
      dispatch: 1,
      nonce,
    });
    const own = begun(lockNonce);
    expect(verdictOf(killed(own, ...next, kill, died("SIGKILL")))).toBe("holds");
    expect(verdictOf(killed(...next, own, kill, died("SIGKILL")))).toBe("violated");
    expect(verdictOf(killed(begun("other"), ...next, kill, died("SIGKILL")))).toBe("violated");
    // It could tell: the lock stayed.
    const stayed = { ...free(1, lockNonce), onDiskAfter: lockNonce } as UnstampedEvent;
    const sample = killed(own, ...next, kill, died("SIGKILL"));
    expect(verdictOf(after(sample, the("release-requested"), stayed))).toBe("violated");
    // It lives: a release that takes long is none yet.
    const living = after(
      without(plainV2, the("lock-released")),
      the("lock-acquired"),
      own,
      ...next,
    );
    expect(verdictOf(living)).toBe("violated");
  });

  test.each<readonly [what: string, fields: object]>([
    ["another process was killed", { pid: 5 }],
    ["a signal was sent that it outlived", { signal: "SIGTERM" }],
  ])("on, when %s", (_, fields) => {
    const earlier = { ...kill, ...fields } as UnstampedEvent;
    expect(verdictOf(killed(earlier, ...next, kill, died("SIGKILL")))).toBe("violated");
  });

  test("on, when the dispatcher of another one dies", () => {
    const two = [take(2, "lock-b"), take(3, "lock-c"), free(3, "lock-c")];
    expect(verdictOf(killed(kill, died("SIGKILL"), ...two))).toBe("violated");
  });
});

describe("a child that could not be started", () => {
  const failed: UnstampedEvent = {
    type: "child-start-failed",
    child: { dispatch: null, n: 3 },
    code: "EAGAIN",
    message: "",
  };
  const third = { ...resumeRequested, child: { dispatch: null, n: 3 } };

  test("is none", () => {
    expect(verdictOf(after(plainV2, the("lock-released"), third, failed))).toBe("holds");
  });

  test("does not hide two others", () => {
    const fourth = { ...resumeRequested, child: { dispatch: null, n: 4 } };
    const other = { ...resumeStarted, child: { dispatch: null, n: 4 }, pid: resumeChild.pid + 1 };
    const sample = after(plainV2, the("lock-released"), third, failed, fourth, other);
    expect(verdictOf(sample)).toBe("violated");
  });
});

describe("within one millisecond", () => {
  const atOnce = (sample: Sample): Evidence => {
    const evidence = evidenceOf(sample);
    const frozen = ["lock-acquired", "lock-released"];
    const events = evidence.events.map((event) =>
      frozen.includes(event.type) ? { ...event, atMs: 100 } : event,
    );
    return { ...evidence, events };
  };

  test("the order of the record decides", () => {
    const next = [take(2, "lock-b"), free(2, "lock-b")];
    expect(verdictOf(atOnce(after(plainV2, the("lock-released"), ...next)))).toBe("holds");
    expect(verdictOf(atOnce(before(plainV2, the("lock-released"), ...next)))).toBe("violated");
  });
});

test("without a lock and a child it tells what was to come out", () => {
  const idle: Sample = { cell: v2Cell, events: [...seeded, ...ending()] };
  expect(told(idle)).toBe("unknown: no lock was acquired and no resume child was asked for");
  const delivered = { ...idle, cell: { ...v2Cell, expectation: { kind: "delivered" } as const } };
  expect(told(delivered)).toBe(
    'not-applicable: scenario plain expects "delivered": nothing was locked or spawned',
  );
});

describe("a release after which the lock could not be read", () => {
  const next = [take(2, "lock-b"), free(2, "lock-b")];
  const released = (result: string) =>
    after(
      change(plainV2, the("lock-released"), { result, onDiskAfter: "unread" }),
      the("lock-released"),
      ...next,
    );

  test("is believed where it says that it freed the lock, and not where it threw", () => {
    expect(verdictOf(released("released"))).toBe("holds");
    expect(verdictOf(released("threw"))).toBe("violated");
  });
});
