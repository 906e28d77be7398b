// What is said of a delivery into a mailbox: the message, the doorbell, and no lock.
import { describe, expect, test } from "vitest";
import type { UnstampedEvent } from "../../../src/evidence/event.ts";
import { turnOutcome } from "../../../src/invariants/claims/turn-outcome.ts";
import {
  after,
  change,
  dispatchStarted,
  ending,
  lockAcquired,
  moveBefore,
  nonces,
  phase,
  type Sample,
  seeded,
  the,
  v2Cell,
  without,
} from "../sample.ts";
import { toldBy } from "../told.ts";

const told = toldBy(turnOutcome);

const delivery: UnstampedEvent = {
  type: "dispatch-returned",
  dispatch: 1,
  outcome: { kind: "sent", via: "meta-mailbox", delivery: "enqueued", lockDirty: null },
};
const mail: UnstampedEvent = {
  type: "mailbox-listed",
  moment: "after-dispatch",
  messages: ["1.msg"],
  read: [],
  signalAtMs: 12,
  messageAtMs: 10,
  bodies: ["to somebody", `for you: ${nonces.resumeUser}`],
};
const delivered: Sample = {
  cell: { ...v2Cell, expectation: { kind: "delivered" } },
  events: [...seeded, ...phase("dispatch", dispatchStarted, delivery, mail), ...ending()],
};
const list = the("mailbox-listed");
const holding = (...bodies: readonly string[]) => change(delivered, list, { bodies });
const ringing = (fields: object) => change(delivered, list, { ...fields });

test("a delivery is told by its way", () => {
  expect(told(delivered)).toBe(
    "holds: dispatch 1 enqueued over meta-mailbox ([dispatch-returned])",
  );
});

describe("a message", () => {
  const held = (times: number) =>
    "violated: [dispatch-returned] says enqueued; " +
    `the mailbox holds resume-77aa88bb ${times} times ([mailbox-listed])`;

  test("has to be there, and once", () => {
    expect(told(holding("to somebody"))).toBe(held(0));
    expect(told(holding(nonces.resumeUser, nonces.resumeUser))).toBe(held(2));
  });

  test("may still come where the record stops, but once", () => {
    const stopped = (...bodies: readonly string[]) =>
      told(without(holding(...bodies), the("cell-ended")));
    expect(stopped()).toMatch(/^unknown: .* 0 times .*; but the evidence stops/);
    expect(stopped(nonces.resumeUser, nonces.resumeUser)).toBe(held(2));
  });

  test("is looked for after the delivery, and not before", () => {
    const unseen = "unknown: nobody looked into the mailbox after [dispatch-returned]";
    expect(told(without(delivered, list))).toBe(unseen);
    expect(told(moveBefore(delivered, list, the("dispatch-returned")))).toBe(unseen);
  });
});

describe("the doorbell", () => {
  test("has to ring, and not before the message is there", () => {
    expect(told(ringing({ signalAtMs: null }))).toBe(
      "violated: the doorbell was never rung ([mailbox-listed])",
    );
    expect(told(ringing({ signalAtMs: 9 }))).toBe(
      "violated: the doorbell rang at 9 ms, before the message at 10 ms ([mailbox-listed])",
    );
  });

  test("may ring in the same millisecond, or where nobody saw the message come", () => {
    expect(told(ringing({ signalAtMs: 10 }))).toMatch(/^holds/);
    expect(told(ringing({ messageAtMs: null }))).toMatch(/^holds/);
  });
});

test("a lock is at fault where the delivery took it, and not where another dispatch did", () => {
  const began = the("dispatch-started");
  expect(told(after(delivered, began, lockAcquired))).toBe(
    "violated: the delivery took a lock ([lock-acquired])",
  );
  expect(told(after(delivered, began, { ...lockAcquired, dispatch: 2 }))).toMatch(/^holds/);
});
