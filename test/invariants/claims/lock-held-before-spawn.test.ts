// What is said of the lock's place in time: on disk, under its own name, before any look and child.
import { expect, test } from "vitest";
import { unread } from "../../../src/evidence/event.ts";
import { lockHeldBeforeSpawn } from "../../../src/invariants/claims/lock-held-before-spawn.ts";
import {
  after,
  change,
  ending,
  lockAcquired,
  lockPath,
  moveBefore,
  plainV2,
  resumeRequested,
  type Sample,
  seeded,
  socketInspected,
  the,
  v2Cell,
  without,
} from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

const told = toldBy(lockHeldBeforeSpawn);
const resumeChild = the("child-requested", { role: "resume" });

test("each lock is named, and each child that was spawned under one", () => {
  const second = { dispatch: 2, nonce: "lock-b", onDisk: "lock-b" };
  const twice = after(
    plainV2,
    the("lock-released"),
    { ...lockAcquired, ...second },
    { ...socketInspected, dispatch: 2 },
    { ...resumeRequested, child: { dispatch: null, n: 3 }, dispatch: 2, lockOnDisk: "lock-b" },
  );
  expect(told(twice)).toBe(
    "holds: nonce lock-7f3a on disk at [lock-acquired], lock-b on disk at [lock-acquired 2], " +
      "before [child-requested 2], [child-requested 3] was spawned",
  );
  expect(shownBy(lockHeldBeforeSpawn)(twice)).toEqual([
    "[lock-acquired]",
    "[lock-acquired 2]",
    "[child-requested 2]",
    "[child-requested 3]",
  ]);
});

test("a dispatch that only looked spawned nothing", () => {
  expect(told(without(plainV2, resumeChild))).toBe(
    "holds: nonce lock-7f3a on disk at [lock-acquired], before nothing was spawned",
  );
});

test.each<readonly [what: string, says: string, sample: Sample]>([
  [
    "was never taken",
    "dispatch 1 took no lock, yet looked or spawned at [socket-inspected], [child-requested 2]",
    without(plainV2, the("lock-acquired")),
  ],
  [
    "came after the look",
    "the socket was inspected ([socket-inspected]) before the lock was acquired ([lock-acquired])",
    moveBefore(plainV2, the("lock-acquired"), resumeChild),
  ],
  [
    "came after the child",
    "a child was spawned ([child-requested 2]) before the lock was acquired ([lock-acquired])",
    moveBefore(
      moveBefore(plainV2, the("lock-acquired"), the("child-started", { role: "resume" })),
      the("socket-inspected"),
      the("child-started", { role: "resume" }),
    ),
  ],
  [
    "lies elsewhere",
    `[lock-acquired] locked /tmp/1.lock for ${v2Cell.gardenId}, not ${lockPath}`,
    change(plainV2, the("lock-acquired"), { path: "/tmp/1.lock" }),
  ],
  [
    "is of another id",
    `[lock-acquired] locked ${lockPath} for another, not ${lockPath}`,
    change(plainV2, the("lock-acquired"), { gardenId: "another" }),
  ],
  [
    "was not on disk",
    `[lock-acquired] acquired lock-7f3a, but ${lockPath} held no lock`,
    change(plainV2, the("lock-acquired"), { onDisk: null }),
  ],
  [
    "was somebody else's on disk",
    `[lock-acquired] acquired lock-7f3a, but ${lockPath} held lock-b`,
    change(plainV2, the("lock-acquired"), { onDisk: "lock-b" }),
  ],
  [
    "was gone at the spawn",
    "child 2 was spawned ([child-requested 2]) " +
      "while the lock file held nothing instead of lock-7f3a",
    change(plainV2, resumeChild, { lockOnDisk: null }),
  ],
  [
    "was somebody else's at the spawn",
    "child 2 was spawned ([child-requested 2]) " +
      "while the lock file held lock-b instead of lock-7f3a",
    change(plainV2, resumeChild, { lockOnDisk: "lock-b" }),
  ],
])("a lock that %s is told as such", (_, says, sample) => {
  const [verdict, first] = told(sample).split(/: |; /);
  expect(`${verdict}: ${first}`).toBe(`violated: ${says}`);
});

test("a look that nobody recorded leaves it open", () => {
  expect(told(without(plainV2, the("socket-inspected")))).toBe(
    "unknown: dispatch 1 spawned a child, but no inspection of the socket was seen",
  );
});

test("without a look and a child it tells what was to come out", () => {
  const idle: Sample = { cell: v2Cell, events: [...seeded, ...ending()] };
  expect(told(idle)).toBe("unknown: no dispatch inspected a socket or asked for a child");
  const delivered = { ...idle, cell: { ...v2Cell, expectation: { kind: "delivered" } as const } };
  expect(told(delivered)).toBe(
    'not-applicable: scenario plain expects "delivered": nothing was inspected or spawned',
  );
});

test("a lock that could not be read is neither accused nor believed", () => {
  expect(told(change(plainV2, the("lock-acquired"), { onDisk: unread }))).toBe(
    "unknown: the lock could not be read at [lock-acquired]",
  );
  expect(told(change(plainV2, resumeChild, { lockOnDisk: unread }))).toBe(
    "unknown: the lock could not be read at [child-requested 2]",
  );
});
