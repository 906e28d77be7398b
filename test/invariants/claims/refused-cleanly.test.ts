// What is said of a refusal: its reason, and what a refused dispatch may not leave behind.
import { describe, expect, test } from "vitest";
import type { Expectation, Refusal } from "../../../src/evidence/cell.ts";
import type { DispatchOutcome, UnstampedEvent } from "../../../src/evidence/event.ts";
import { refusedCleanly } from "../../../src/invariants/claims/refused-cleanly.ts";
import {
  after,
  assistant,
  change,
  dispatchStarted,
  ending,
  entry,
  lockAcquired,
  lockNonce,
  lockReleased,
  nonces,
  phase,
  plainV2,
  resumeRequested,
  type Sample,
  seeded,
  the,
  user,
  v2Cell,
  withCell,
  without,
} from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

const told = toldBy(refusedCleanly);
const verdictOf = (sample: Sample) => told(sample).split(":")[0];

const dispatching = (expectation: Expectation, ...events: readonly UnstampedEvent[]): Sample => ({
  cell: { ...v2Cell, expectation },
  events: [...seeded, ...phase("dispatch", ...events), ...ending()],
});
const rejected = (fields: Partial<Refusal> = {}): DispatchOutcome => ({
  kind: "rejected",
  reason: "bad-target",
  observedLiveness: null,
  message: "no such id",
  holder: null,
  ...fields,
});
const returned = (outcome: DispatchOutcome, dispatch = 1): UnstampedEvent => ({
  type: "dispatch-returned",
  dispatch,
  outcome,
});
const threw = (message: string): UnstampedEvent => ({
  type: "dispatch-threw",
  dispatch: 1,
  message,
});

const refusal = { kind: "refused", reason: "bad-target", observedLiveness: null } as const;
const error = { kind: "threw", message: "corrupt|torn" } as const;
const refused = dispatching(refusal, dispatchStarted, returned(rejected()));
const failed = dispatching(error, dispatchStarted, threw("a corrupt record"));
const doing = (...events: readonly UnstampedEvent[]) =>
  after(refused, the("dispatch-started"), ...events);

describe("a refusal", () => {
  test("is told with its reason", () => {
    expect(told(refused)).toBe(
      "holds: 1 refused as bad-target (observed liveness null) ([dispatch-returned]); " +
        "no child, no turn, files unchanged",
    );
    expect(shownBy(refusedCleanly)(refused)).toEqual(["[dispatch-returned]"]);
    const second = [{ ...dispatchStarted, dispatch: 2 }, returned(rejected(), 2)];
    expect(told(after(refused, the("dispatch-returned"), ...second))).toContain(
      "1 refused as bad-target (observed liveness null), 2 refused as",
    );
  });

  test("for another reason is told beside the right one", () => {
    const other = rejected({ reason: "target-locked", observedLiveness: "live" });
    expect(told(change(refused, the("dispatch-returned"), { outcome: other }))).toBe(
      "violated: refused as target-locked (observed liveness live), " +
        "not as bad-target (observed liveness null): no such id ([dispatch-returned])",
    );
  });

  test("that was due and did not come is told by what came", () => {
    expect(told(withCell(plainV2, { expectation: refusal }))).toBe(
      "violated: a refusal was due, but it came back as resumed ([dispatch-returned])",
    );
    const both = dispatching(refusal, dispatchStarted, threw("ENOSPC"), {
      type: "dispatch-returned",
      dispatch: 2,
      outcome: { kind: "send-failed", error: "EPIPE" },
    });
    expect(told(both)).toBe(
      'violated: a refusal was due, but it threw "ENOSPC" ([dispatch-threw]), ' +
        "it came back as send-failed ([dispatch-returned])",
    );
    expect(told(without(refused, the("dispatch-returned")))).toBe(
      "violated: the dispatch never came back",
    );
    expect(told({ ...refused, events: [...seeded, ...ending()] })).toBe(
      "unknown: nothing was dispatched",
    );
  });

  test("is not looked for where none is due", () => {
    expect(told(plainV2)).toBe('not-applicable: the scenario expects "resumed", not a refusal');
  });
});

describe("an error that is due", () => {
  test("is told with the words that it has to match", () => {
    expect(told(failed)).toBe(
      "holds: threw what matches /corrupt|torn/ ([dispatch-threw]); " +
        "no child, no turn, files unchanged",
    );
    expect(told(change(failed, the("dispatch-threw"), { message: "ENOSPC" }))).toBe(
      'violated: it threw "ENOSPC" ([dispatch-threw]), which does not match /corrupt|torn/',
    );
  });

  test("is told beside what came instead", () => {
    expect(told(withCell(refused, { expectation: error }))).toBe(
      "violated: an error was due, but it came back as rejected ([dispatch-returned])",
    );
  });
});

describe("a refused dispatch", () => {
  test("asks for no child", () => {
    expect(
      told(doing(resumeRequested, { ...resumeRequested, child: { dispatch: null, n: 3 } })),
    ).toBe(
      "violated: the refused dispatch 1 asked for a child ([child-requested 2], [child-requested 3])",
    );
  });

  test("injects no turn, unless somebody else's resident goes on by itself", () => {
    const turn = doing(user(5, "hello"), assistant(6, "yes"));
    expect(told(turn)).toBe(
      "violated: a turn was injected: line 5 ([session-entry 5]), line 6 ([session-entry 6])",
    );
    expect(verdictOf(doing(entry(5, { kind: "session_info" })))).toBe("holds");
    const sent: UnstampedEvent = {
      type: "message-sent",
      moment: "after-dispatch",
      nonce: nonces.followUpUser,
      accepted: true,
      error: null,
    };
    expect(verdictOf(after(turn, the("dispatch-returned"), sent))).toBe("holds");
  });

  const attempt = (fields: object = {}): UnstampedEvent => ({ ...lockReleased, ...fields });

  test("is not known to have released a lock that could not be read after that", () => {
    expect(told(doing(lockAcquired, attempt({ onDiskAfter: "unread" })))).toBe(
      "unknown: the lock could not be read after its release ([lock-released])",
    );
  });

  test.each<readonly [what: string, count: string, releases: readonly UnstampedEvent[]]>([
    ["not at all", "0 times in 0 attempts", []],
    ["for another nonce", "0 times in 0 attempts", [attempt({ nonce: "lock-other" })]],
    ["without finding it", "0 times in 1 attempts", [attempt({ result: "absent" })]],
    ["and left on disk", "0 times in 1 attempts", [attempt({ onDiskAfter: lockNonce })]],
    ["once too often", "1 times in 2 attempts", [attempt(), attempt({ result: "absent" })]],
    ["twice", "2 times in 2 attempts", [attempt(), attempt()]],
  ])("is at fault for a lock that it took and released %s", (_, count, releases) => {
    expect(told(doing(lockAcquired, ...releases))).toBe(
      `violated: the refused dispatch took nonce lock-7f3a ([lock-acquired]) and released it ${count}`,
    );
  });

  test("may still release its lock where the record stops, but has not to do it twice", () => {
    const stopped = (...releases: readonly UnstampedEvent[]) =>
      without(doing(lockAcquired, ...releases), the("cell-ended"));
    expect(verdictOf(stopped())).toBe("unknown");
    expect(verdictOf(stopped(attempt(), attempt()))).toBe("violated");
  });

  const heard: UnstampedEvent = { type: "bystander-heard", pid: 5, what: "connection", text: "" };

  test("asks nobody whether he lives, unless a liveness was to be observed", () => {
    const says = "violated: bystander 5 was sent a connection ([bystander-heard])";
    expect(told(doing(heard))).toBe(says);
    expect(told(after(failed, the("dispatch-started"), heard))).toBe(says);
    const live = { observedLiveness: "live" } as const;
    const observing = withCell(doing(heard), { expectation: { ...refusal, ...live } });
    const outcome = rejected(live);
    expect(verdictOf(change(observing, the("dispatch-returned"), { outcome }))).toBe("holds");
  });
});

describe("the target's files", () => {
  const print = (kind: "file" | "socket" | "missing", sha256: string | null): UnstampedEvent => ({
    type: "file-fingerprint",
    moment: "after-dispatch",
    path: "/1",
    kind,
    sha256,
  });

  test.each<readonly [says: string, prints: readonly UnstampedEvent[]]>([
    [
      "file aaaaaaaaaaaaaaaa… at [file-fingerprint], file bbbbbbbbbbbbbbbb… at [file-fingerprint 2]",
      [print("file", "a".repeat(64)), print("file", "b".repeat(64))],
    ],
    [
      "socket at [file-fingerprint], missing at [file-fingerprint 2]",
      [print("socket", null), print("missing", null)],
    ],
  ])("are at fault as %s", (says, prints) => {
    expect(told(doing(...prints))).toBe(`violated: /1: ${says}`);
  });

  test("cannot be judged by one look", () => {
    expect(told(doing(print("socket", null)))).toBe(
      "unknown: /1 was looked at only once ([file-fingerprint])",
    );
  });

  const mail = (...messages: readonly string[]): UnstampedEvent => ({
    type: "mailbox-listed",
    moment: "after-dispatch",
    messages,
    bodies: [],
    read: [],
    signalAtMs: null,
    messageAtMs: null,
  });

  test("include a mailbox that must not have grown in the end", () => {
    expect(told(doing(mail("1"), mail("1"), mail("1", "2")))).toBe(
      "violated: the mailbox grew from 1 to 2 messages ([mailbox-listed 3])",
    );
    expect(verdictOf(doing(mail("1"), mail("1")))).toBe("holds");
  });
});

describe("where one of several resumes", () => {
  const others: readonly Refusal[] = [
    { reason: "target-locked", observedLiveness: null },
    { reason: "owned-live-no-autosend", observedLiveness: "live" },
  ];
  const contended = withCell(plainV2, { expectation: { kind: "resumed", others } });
  const beside = (outcome: DispatchOutcome) =>
    after(
      contended,
      the("lock-acquired"),
      { ...dispatchStarted, dispatch: 2 },
      returned(outcome, 2),
    );

  test.each(others)("each of the others may be refused as $reason", (other) => {
    const sample = beside(rejected(other));
    expect(told(sample)).toMatch(/^holds: 2 refused as /);
    // The turn is the resumed one's, also where the gate sent no second message.
    expect(verdictOf(without(sample, the("message-sent")))).toBe("holds");
  });

  test("a reason that none may give is told beside all of theirs", () => {
    expect(told(beside(rejected()))).toBe(
      "violated: refused as bad-target (observed liveness null), not as " +
        "target-locked (observed liveness null) or " +
        "owned-live-no-autosend (observed liveness live): no such id ([dispatch-returned])",
    );
  });

  test("one that did neither is told as such, though nobody was refused", () => {
    expect(told(beside({ kind: "send-failed", error: "EPIPE" }))).toBe(
      "violated: dispatch 2 was neither resumed nor refused: send-failed",
    );
  });
});
