// What is said of the lane's own words: of the outcome that was due, and of how its turn ended.
import { describe, expect, test } from "vitest";
import type { Expectation } from "../../../src/evidence/cell.ts";
import type {
  DispatchOutcome,
  TurnOutcome,
  UnstampedEvent,
  WatchOutcome,
} from "../../../src/evidence/event.ts";
import { turnOutcome } from "../../../src/invariants/claims/turn-outcome.ts";
import { died, kill, killed } from "../killed.ts";
import { recovered } from "../recovered.ts";
import {
  after,
  assistant,
  change,
  dispatchStarted,
  ending,
  line,
  lines,
  nonces,
  phase,
  plainV2,
  replyText,
  type Sample,
  seeded,
  the,
  user,
  v2Cell,
  withCell,
  without,
} from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

const told = toldBy(turnOutcome);

const alive: WatchOutcome = { kind: "socket-alive", pid: 4200 };
const exited: WatchOutcome = { kind: "child-exited", exitCode: 0, signal: null };
const noStart: WatchOutcome = { kind: "spawn-start-failed", error: "EAGAIN" };
const resumed = (turn: TurnOutcome | null, watch: WatchOutcome = alive): DispatchOutcome => ({
  kind: "resumed",
  lockDirty: null,
  watch,
  turn,
});
const sentOver = (via: "control-socket" | "meta-mailbox"): DispatchOutcome => ({
  kind: "sent",
  via,
  delivery: via === "meta-mailbox" ? "enqueued" : "sent",
  lockDirty: null,
});
const rejected: DispatchOutcome = {
  kind: "rejected",
  reason: "bad-target",
  observedLiveness: null,
  message: "",
  holder: null,
};
const replied = (text: string, stopReason = "stop"): TurnOutcome => ({
  kind: "replied",
  text,
  stopReason,
});
const failed: TurnOutcome = { kind: "failed", stopReason: "error", message: null };
const unseen: TurnOutcome = { kind: "not-observed", because: "" };

const returned = (outcome: DispatchOutcome, dispatch = 1): UnstampedEvent => ({
  type: "dispatch-returned",
  dispatch,
  outcome,
});
const reported = (turn: TurnOutcome, dispatch = 1): UnstampedEvent => ({
  type: "turn-reported",
  dispatch,
  turn,
});
const reporting = (turn: TurnOutcome | null, sample: Sample = plainV2): Sample =>
  change(sample, the("dispatch-returned", { dispatch: 1 }), { outcome: resumed(turn) });
const expecting = (expectation: Expectation, sample: Sample = plainV2): Sample =>
  withCell(sample, { expectation });
const dispatching = (expectation: Expectation, ...events: readonly UnstampedEvent[]): Sample => ({
  cell: { ...v2Cell, expectation },
  events: [...seeded, ...phase("dispatch", dispatchStarted, ...events), ...ending()],
});
const settled = the("turn-settled", { turn: "resume" });
const reply = line(lines.resumeReply);

describe("an outcome that was due", () => {
  test("is told with the turn that it reports", () => {
    expect(told(plainV2)).toBe(
      "holds: dispatch 1 resumed, socket-alive ([dispatch-returned]), the turn replied",
    );
  });

  test("is told with the turn that was reported later", () => {
    const later = after(reporting(null), settled, reported(replied(replyText)));
    expect(told(later)).toBe(
      "holds: dispatch 1 resumed, socket-alive ([dispatch-returned]), the turn replied",
    );
    expect(shownBy(turnOutcome)(later)).toEqual(["[dispatch-returned]", "[turn-reported]"]);
  });

  test("may be a message that a socket took", () => {
    const start = { ...dispatchStarted, message: "hello" };
    const arrived = [user(5, "hello"), assistant(6, "yes")];
    const sample = dispatching({ kind: "sent" }, ...arrived, returned(sentOver("control-socket")));
    expect(told(change(sample, the("dispatch-started"), start))).toBe(
      "holds: dispatch 1 sent over control-socket ([dispatch-returned])",
    );
  });

  test("may be an exit, where the child is to leave before its socket is up", () => {
    const expectation = { kind: "start-failed", watch: "child-exited" } as const;
    expect(told(dispatching(expectation, returned(resumed(null, exited))))).toBe(
      "holds: dispatch 1 resumed, child-exited ([dispatch-returned])",
    );
  });
});

describe("an outcome of another kind", () => {
  const sent = "dispatch 1 sent over control-socket ([dispatch-returned])";
  const enqueued = "dispatch 1 enqueued over meta-mailbox ([dispatch-returned])";
  const up = "dispatch 1 resumed, socket-alive ([dispatch-returned])";

  test.each<readonly [Expectation["kind"], came: string, DispatchOutcome]>([
    ["sent", enqueued, sentOver("meta-mailbox")],
    ["sent", up, resumed(null)],
    ["delivered", sent, sentOver("control-socket")],
    ["delivered", up, resumed(null)],
    ["start-failed", up, resumed(null)],
    ["retained", up, resumed(null)],
    ["resumed", sent, sentOver("control-socket")],
    ["resumed", "dispatch 1 was refused as bad-target ([dispatch-returned])", rejected],
    [
      "resumed",
      "dispatch 1 failed to send: EPIPE ([dispatch-returned])",
      { kind: "send-failed", error: "EPIPE" },
    ],
  ])('is told beside the "%s" that was due: %s', (kind, came, outcome) => {
    const sample = dispatching({ kind } as Expectation, returned(outcome));
    expect(told(sample)).toBe(`violated: "${kind}" was due, but ${came}`);
  });

  test("is told with all that came and was thrown", () => {
    const threw: UnstampedEvent = { type: "dispatch-threw", dispatch: 2, message: "ENOSPC" };
    expect(told(dispatching({ kind: "sent" }, returned(rejected), threw))).toBe(
      'violated: "sent" was due, but dispatch 1 was refused as bad-target ([dispatch-returned]), ' +
        'it threw "ENOSPC" ([dispatch-threw])',
    );
  });

  test("is none where the dispatch never came back, or there was none", () => {
    expect(told(without(plainV2, the("dispatch-returned")))).toBe(
      'violated: "resumed" was due; the dispatch never came back',
    );
    expect(told({ cell: v2Cell, events: [...seeded, ...ending()] })).toBe(
      "unknown: nothing was dispatched",
    );
  });
});

test.each<readonly [says: string, sample: Sample]>([
  [
    "a refusal has no turn: see refused-cleanly",
    expecting({ kind: "refused", reason: "bad-target", observedLiveness: null }),
  ],
  [
    "a dispatch that threw has none: see refused-cleanly",
    expecting({ kind: "threw", message: "" }),
  ],
  ["its dispatcher died ([child-exited 2]) before it could report", killed(kill, died("SIGKILL"))],
])("it does not apply: %s", (says, sample) => {
  expect(told(sample)).toBe(`not-applicable: ${says}`);
});

describe("a lane that never says how a turn ended", () => {
  const silent = (sample: Sample) =>
    withCell(sample, { traits: { ...v2Cell.traits, silentOnTurn: true } });
  const nothingSaid = "[dispatch-returned] says socket-alive, and nothing about the turn";

  test("owes no report of a turn that went well", () => {
    expect(told(silent(reporting(null)))).toBe(
      "not-applicable: lane v2 comes back with the socket and never says how the turn ended",
    );
    expect(told(reporting(null))).toBe(`violated: ${nothingSaid}`);
  });

  test("owes one of a turn that was to fail", () => {
    const failing = expecting({ kind: "turn-failed" }, reporting(null));
    expect(told(silent(failing))).toBe(`violated: ${nothingSaid}`);
  });

  test("is judged by what it says all the same", () => {
    expect(told(silent(plainV2))).toMatch(/^holds/);
    expect(told(silent(reporting(failed)))).toMatch(/^violated/);
    const second = returned(resumed(null), 2);
    expect(told(silent(after(plainV2, the("dispatch-returned"), second)))).toMatch(/^holds/);
  });
});

describe("a report", () => {
  test("that came later counts for its own dispatch, and where nothing was said before", () => {
    const other = after(reporting(null), settled, reported(replied(replyText), 2));
    expect(told(other)).toMatch(/^violated: .* nothing about the turn$/);
    const corrected = after(reporting(failed), settled, reported(replied(replyText)));
    expect(told(corrected)).toMatch(/^violated: \[dispatch-returned\] reports the turn as failed/);
  });

  test("of a reply is at fault where the child never started", () => {
    const boast = returned(resumed(replied(replyText), noStart));
    expect(told(dispatching({ kind: "start-failed" }, boast))).toBe(
      "violated: [dispatch-returned] reports a reply, although the watch ended spawn-start-failed",
    );
  });

  test("of a reply that was cut off is at fault", () => {
    expect(told(reporting(replied(replyText, "length")))).toBe(
      'violated: [dispatch-returned] reports a reply that stopped with "length"',
    );
  });

  test("is open where nobody but the lane saw the turn", () => {
    expect(told(without(without(plainV2, reply), settled))).toBe(
      "unknown: nobody but the lane saw how the turn ended",
    );
  });

  const late = change(plainV2, settled, { because: "timed-out" });

  test("is held against all that others saw", () => {
    expect(told(reporting(failed))).toBe(
      "violated: [dispatch-returned] reports the turn as failed; " +
        'it settled as replied ([turn-settled]), stopped with "stop" at line 6 ([session-entry 6])',
    );
    expect(shownBy(turnOutcome)(reporting(failed))).toEqual([
      "[dispatch-returned]",
      "[session-entry 6]",
      "[turn-settled]",
    ]);
  });

  test.each<readonly [what: string, turn: TurnOutcome, sample: Sample]>([
    ["nothing seen, where a late reply stands in the session", unseen, late],
    ["nothing seen, where the gate saw the reply", unseen, without(plainV2, reply)],
    ["a reply, where nobody saw one", replied(replyText), without(late, reply)],
  ])("is at fault with %s", (_, turn, sample) => {
    expect(told(reporting(turn, sample))).toMatch(
      /^violated: \[dispatch-returned\] reports the turn as (not-observed|replied); it settled as/,
    );
  });
});

describe("a turn that was to fail", () => {
  const failing = expecting({ kind: "turn-failed" });
  const boast = "violated: the turn was to fail, and [dispatch-returned] reports a reply";

  test("is not to be reported as replied", () => {
    expect(told(failing)).toBe(boast);
  });

  test("is not, though a later dispatch recovers", () => {
    expect(told(recovered)).toMatch(/^holds/);
    expect(told(reporting(replied("1"), recovered))).toBe(boast);
  });

  test("is reported as replied by the dispatch that recovers, and by no other", () => {
    const late = the("dispatch-returned", { dispatch: 2 });
    const words = change(recovered, late, { outcome: resumed(replied("in words of its own")) });
    expect(told(words)).toMatch(/^holds/);
    expect(told(expecting({ kind: "turn-failed" }, recovered))).toBe(
      "violated: the turn was to fail, and [dispatch-returned 2] reports a reply",
    );
  });
});

describe("the words of a reply", () => {
  const stale = "violated: [dispatch-returned] quotes the reply of an earlier turn, line 4";

  test("are at fault where they are an earlier turn's, whatever blanks surround them", () => {
    expect(told(reporting(replied(nonces.seedReply)))).toBe(stale);
    expect(told(reporting(replied(` ${nonces.seedReply}\n`)))).toBe(stale);
    const padded = change(plainV2, line(lines.seedReply), { text: `${nonces.seedReply}\n` });
    expect(told(reporting(replied(nonces.seedReply), padded))).toBe(stale);
  });

  test("may be an earlier turn's where the model said the same again", () => {
    const again = change(plainV2, reply, { text: nonces.seedReply });
    expect(told(reporting(replied(nonces.seedReply), again))).toMatch(/^holds/);
  });

  test("quote nobody where there are none", () => {
    const mute = change(plainV2, line(lines.seedReply), { text: "" });
    expect(told(reporting(replied(" "), mute))).toMatch(/^holds/);
  });

  describe("where the model says something else", () => {
    const other = change(expecting({ kind: "turn-failed", ends: "replied" }), reply, {
      text: "Good morning.",
    });

    test("are the assistant's own", () => {
      expect(told(reporting(replied("hello"), change(other, line(5), { text: "hello" })))).toBe(
        'violated: [dispatch-returned] reports the words "hello", ' +
          "which stand in none of the 2 entries since the dispatch",
      );
    });

    test("are not asked for where the turn failed after all, and was told as failed", () => {
      const error = { stopReason: "error", errorMessage: "400" };
      expect(told(reporting(failed, change(other, reply, error)))).toMatch(/^holds/);
    });
  });
});
