// What is said of the releases of a lock: who gave back what, how often, and whether it was gone.
import { describe, expect, test } from "vitest";
import type { Expectation } from "../../../src/evidence/cell.ts";
import {
  type DispatchOutcome,
  type UnstampedEvent,
  unread,
  type WatchOutcome,
} from "../../../src/evidence/event.ts";
import { singleRelease } from "../../../src/invariants/claims/single-release.ts";
import { died, kill, killed } from "../killed.ts";
import {
  after,
  change,
  dispatchStarted,
  ending,
  lockAcquired,
  lockNonce,
  lockPath,
  lockReleased,
  phase,
  plainV2,
  type Sample,
  seeded,
  the,
  v2Cell,
  withCell,
  without,
} from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

const told = toldBy(singleRelease);
const shown = shownBy(singleRelease);

const second = { dispatch: 2, nonce: "lock-second" };
const secondAcquired = { ...lockAcquired, ...second, onDisk: second.nonce };
const secondReleased = { ...lockReleased, ...second, onDiskBefore: second.nonce };
const theOther = { ...lockReleased, nonce: "lock-other" };

const released = (fields: object): Sample => change(plainV2, the("lock-released"), { ...fields });

test("each lock that was given back is named with its release", () => {
  const twice = after(plainV2, the("lock-released"), secondAcquired, secondReleased);
  expect(told(twice)).toBe(
    "holds: released once: nonce lock-7f3a at [lock-released], lock-second at [lock-released 2]",
  );
  expect(shown(twice)).toEqual(["[lock-released]", "[lock-released 2]"]);
});

describe("a release", () => {
  test.each<readonly [what: string, says: string, sample: Sample]>([
    [
      "of a lock that was never taken",
      "dispatch 1 released a lock that it never acquired",
      without(plainV2, the("lock-acquired")),
    ],
    [
      "that never came",
      "dispatch 1 never released nonce lock-7f3a ([lock-acquired])",
      without(plainV2, the("lock-released")),
    ],
    [
      "that came twice",
      "2 releases in dispatch 1: [lock-released], [lock-released 2]",
      after(plainV2, the("lock-released"), lockReleased),
    ],
    [
      "for another id",
      "[lock-released] released the lock of another",
      released({ gardenId: "another" }),
    ],
    [
      "of another file",
      `[lock-released] released /tmp/1.lock instead of ${lockPath}`,
      released({ path: "/tmp/1.lock" }),
    ],
    [
      "by another nonce",
      "[lock-released] released nonce lock-other, the lock was acquired by lock-7f3a",
      released({ nonce: "lock-other" }),
    ],
    ["that threw", '[lock-released] came back with "threw"', released({ result: "threw" })],
    [
      "that found another lock",
      "[lock-released] found lock-next on disk, not lock-7f3a",
      released({ onDiskBefore: "lock-next" }),
    ],
    [
      "that found none",
      "[lock-released] found no lock on disk, not lock-7f3a",
      released({ onDiskBefore: null }),
    ],
    [
      "that left its lock",
      "[lock-released] left nonce lock-7f3a on disk",
      released({ onDiskAfter: lockNonce }),
    ],
  ])("%s is told as such", (_, says, sample) => {
    expect(told(sample)).toBe(`violated: ${says}`);
  });
});

describe("a release at which the lock could not be read", () => {
  const unseen = "unknown: the lock could not be read at [lock-released]";

  test("is neither accused nor believed", () => {
    expect(told(released({ onDiskBefore: unread }))).toBe(unseen);
    expect(told(released({ onDiskAfter: unread }))).toBe(unseen);
  });

  test("is accused of what was seen all the same", () => {
    expect(told(released({ onDiskBefore: unread, onDiskAfter: lockNonce }))).toMatch(/left nonce/);
    expect(told(released({ onDiskAfter: unread, result: "absent" }))).toMatch(/came back with/);
  });

  test("of a successor is no removal of it", () => {
    const cell = { ...v2Cell, expectation: { kind: "resumed", superseded: true } } as const;
    const left = { result: "not-owned", onDiskBefore: "theirs", onDiskAfter: "theirs" };
    for (const look of [{ onDiskBefore: unread }, { onDiskAfter: unread }]) {
      expect(told(withCell(released({ ...left, ...look }), cell))).toBe(unseen);
    }
  });
});

describe("a release where a successor's lock stands", () => {
  const cell = { ...v2Cell, expectation: { kind: "resumed", superseded: true } } as const;
  const left = { result: "not-owned", onDiskBefore: "theirs", onDiskAfter: "theirs" };

  test.each([
    [
      "found its own lock",
      "found its own nonce lock-7f3a, not a successor's",
      { onDiskBefore: lockNonce, onDiskAfter: lockNonce },
    ],
    [
      "removed it",
      "removed the lock of nonce theirs, which was not its own",
      { onDiskAfter: null },
    ],
    [
      "says that it released it",
      'came back with "released" for somebody else\'s lock',
      { result: "released" },
    ],
  ])("is at fault where it %s", (_, says, fields) => {
    const sample = withCell(released({ ...left, ...fields }), cell);
    expect(told(sample)).toBe(`violated: [lock-released] ${says}`);
  });
});

const dispatching = (expectation: Expectation, ...events: readonly UnstampedEvent[]): Sample => ({
  cell: { ...v2Cell, expectation },
  events: [...seeded, ...phase("dispatch", dispatchStarted, ...events), ...ending()],
});
const returned = (dispatch: number, outcome: DispatchOutcome): UnstampedEvent => ({
  type: "dispatch-returned",
  dispatch,
  outcome,
});
const neverReleased = "violated: dispatch 1 never released nonce lock-7f3a ([lock-acquired])";

describe("a dispatch that was to be refused", () => {
  const refusal = { kind: "refused", reason: "bad-target", observedLiveness: null } as const;
  const rejected: DispatchOutcome = {
    kind: "rejected",
    reason: "bad-target",
    observedLiveness: null,
    message: "",
    holder: null,
  };

  test("is left to refused-cleanly where it was refused", () => {
    expect(told(dispatching(refusal, lockAcquired, returned(1, rejected)))).toBe(
      "not-applicable: only a refused dispatch: see refused-cleanly",
    );
  });

  test("owes its release where it was not, or never came back", () => {
    expect(told(without(withCell(plainV2, { expectation: refusal }), the("lock-released")))).toBe(
      neverReleased,
    );
    expect(told(dispatching(refusal, lockAcquired))).toBe(neverReleased);
  });

  test("owes its release where another one resumed", () => {
    const contended = withCell(plainV2, { expectation: { kind: "resumed", others: [refusal] } });
    const kept = [secondAcquired, returned(2, rejected)];
    expect(told(after(contended, the("lock-released"), ...kept))).toBe(
      "violated: dispatch 2 never released nonce lock-second ([lock-acquired 2])",
    );
  });
});

describe("a lock that is to stay", () => {
  const watch: WatchOutcome = {
    kind: "lock-retained",
    reason: "kill-unconfirmed",
    pid: 4200,
    socketPath: "/1",
    lockPath,
    observeTimeoutMs: 1,
    killGraceMs: 1,
  };
  const retained = (sample: Sample) => withCell(sample, { expectation: { kind: "retained" } });
  const unreleased = without(plainV2, the("lock-released"));
  const blind = change(unreleased, the("watch-ended"), { outcome: watch });

  test("owes no release: that is for no-lock-left", () => {
    expect(told(retained(blind))).toBe("not-applicable: the lock has to stay: see no-lock-left");
  });

  test("is judged by its release where it was released all the same", () => {
    const unowned = after(retained(blind), the("watch-ended"), theOther);
    expect(told(unowned)).toContain("released nonce lock-other");
  });

  test("owes it where the watch saw the child, or nobody watched", () => {
    expect(told(retained(unreleased))).toBe(neverReleased);
    expect(told(retained(without(unreleased, the("watch-ended"))))).toBe(neverReleased);
  });

  test("owes it where the scenario does not say that it is to stay", () => {
    expect(told(blind)).toBe(neverReleased);
  });
});

test("a dispatcher that died owes no release, and is judged by one that it made", () => {
  const dead = killed(kill, died("SIGKILL"));
  expect(told(dead)).toBe(
    "not-applicable: its dispatcher died ([child-exited 2]) before it could release",
  );
  expect(told(after(dead, the("lock-acquired"), theOther))).toContain("released nonce lock-other");
});

test.each<readonly [what: string, says: string, sample: Sample]>([
  [
    "was delivered into a mailbox",
    "not-applicable: a mailbox delivery takes no lock",
    dispatching({ kind: "delivered" }),
  ],
  [
    "threw",
    "not-applicable: the dispatch threw before it held a lock",
    dispatching({ kind: "threw", message: "" }),
  ],
  ["resumed", "unknown: no lock was acquired and none released", dispatching({ kind: "resumed" })],
])("without a lock it says so of a cell that %s", (_, says, sample) => {
  expect(told(sample)).toBe(says);
});
