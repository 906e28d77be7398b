// What the claims say where something else than a plain resume is to come out.
import { describe, expect, test } from "vitest";
import type { Expectation } from "../../src/evidence/cell.ts";
import type {
  DispatchOutcome,
  LockHolder,
  TurnOutcome,
  UnstampedEvent,
  WatchOutcome,
} from "../../src/evidence/event.ts";
import { judgeCell } from "../../src/invariants/judge.ts";
import {
  after,
  assistant,
  before,
  change,
  dispatchStarted,
  ending,
  evidenceOf,
  gardenId,
  line,
  lines,
  lockAcquired,
  lockNonce,
  lockPath,
  lockReleased,
  nonces,
  phase,
  plainV1,
  plainV2,
  resumeChild,
  resumeRequested,
  resumeStarted,
  type Sample,
  seeded,
  sessionPath,
  socketInspected,
  socketPath,
  the,
  user,
  v2Cell,
  withCell,
  without,
} from "./sample.ts";

function judged(sample: Sample, name: string) {
  const claim = judgeCell(evidenceOf(sample)).claims.find((each) => each.name === name);
  if (!claim) throw new Error(`no claim ${name}`);
  return claim;
}

const verdictOf = (sample: Sample, name: string) => judged(sample, name).verdict;

/** Names and verdicts of all that neither holds nor is beside the point. */
function trouble(sample: Sample): string[] {
  const { claims } = judgeCell(evidenceOf(sample));
  return claims
    .filter(({ verdict }) => verdict === "violated" || verdict === "unknown")
    .map(({ name, verdict }) => `${name}: ${verdict}`);
}

const cellOf = (
  expectation: Expectation,
  dispatch: readonly UnstampedEvent[],
  ...reaping: readonly UnstampedEvent[]
): Sample => ({
  cell: { ...v2Cell, expectation, scenario: `to-be-${expectation.kind}` },
  events: [...seeded, ...phase("dispatch", ...dispatch), ...ending(...reaping)],
});

const returned = (outcome: DispatchOutcome): UnstampedEvent => ({
  type: "dispatch-returned",
  dispatch: 1,
  outcome,
});

const print = (moment: "before-resume" | "after-dispatch", path: string): UnstampedEvent => ({
  type: "file-fingerprint",
  moment,
  path,
  kind: "file",
  sha256: "aa11",
});

describe("a refusal by a held lock", () => {
  const holder: LockHolder = {
    gardenId,
    pid: 77,
    hostname: "here",
    createdAt: "2030-01-02T03:04:05.000Z",
    nonce: "lock-held",
    owner: "somebody",
    lockPath,
  };
  const conflict: UnstampedEvent = {
    type: "lock-refused",
    dispatch: 1,
    path: lockPath,
    because: "held by somebody, process 77",
    holder,
  };
  const rejection = {
    kind: "rejected",
    reason: "target-locked",
    observedLiveness: null,
    message: `${lockPath}: held`,
    holder,
  } as const;
  const refused = cellOf({ kind: "refused", reason: "target-locked", observedLiveness: null }, [
    print("before-resume", lockPath),
    dispatchStarted,
    conflict,
    returned(rejection),
    print("after-dispatch", lockPath),
  ]);

  test("passes; claims about a turn do not apply", () => {
    expect(trouble(refused)).toEqual([]);
    expect(judgeCell(evidenceOf(refused)).verdict).toBe("pass");
    const turnClaims = ["assistant-replied", "one-turn", "turn-outcome", "resident-stays"];
    for (const name of turnClaims) expect(verdictOf(refused, name)).toBe("not-applicable");
  });

  const only = (sample: Sample, owner: string) =>
    expect(trouble(sample)).toEqual([`${owner}: violated`]);

  test("fails with another reason", () => {
    const outcome = { ...rejection, reason: "target-address-conflict" };
    const other = change(refused, the("dispatch-returned"), { outcome });
    expect(verdictOf(other, "refused-cleanly")).toBe("violated");
  });

  test("fails with a liveness that nobody could have observed", () => {
    const outcome = { ...rejection, observedLiveness: "dormant" };
    only(change(refused, the("dispatch-returned"), { outcome }), "refused-cleanly");
  });

  test("fails when the lock file was touched", () => {
    const touched = the("file-fingerprint", { moment: "after-dispatch" });
    only(change(refused, touched, { sha256: "bb22" }), "refused-cleanly");
  });

  test("cannot say that a file is untouched that was looked at only once", () => {
    const once = without(refused, the("file-fingerprint", { moment: "after-dispatch" }));
    expect(verdictOf(once, "refused-cleanly")).toBe("unknown");
  });

  test("fails when a turn was injected all the same", () => {
    only(after(refused, the("dispatch-returned"), user(5, "hello 1")), "refused-cleanly");
  });

  test("fails when a child was asked for", () => {
    const spawned = after(refused, the("lock-refused"), resumeRequested);
    expect(verdictOf(spawned, "refused-cleanly")).toBe("violated");
  });

  test("fails when the dispatch took a lock and kept it", () => {
    const kept = after(refused, the("dispatch-started"), lockAcquired);
    expect(trouble(kept)).toEqual(["refused-cleanly: violated"]);
    const freed = after(kept, the("lock-acquired"), lockReleased);
    expect(verdictOf(freed, "refused-cleanly")).toBe("holds");
  });

  test("fails when the session was resumed instead", () => {
    const expectation = refused.cell.expectation;
    expect(verdictOf(withCell(plainV2, { expectation }), "refused-cleanly")).toBe("violated");
  });

  test.each([
    ["pid", { pid: 0 }],
    ["host", { hostname: "" }],
    ["time", { createdAt: "yesterday-ish 25:61" }],
    ["lock path", { lockPath: "" }],
  ])("fails when the holder's %s is missing", (what, fields) => {
    const partial = { ...holder, ...fields };
    const damaged = change(
      change(refused, the("lock-refused"), { holder: partial }),
      the("dispatch-returned"),
      { outcome: { ...rejection, holder: partial } },
    );
    expect(judged(damaged, "holder-evidence")).toMatchObject({ verdict: "violated" });
    expect(judged(damaged, "holder-evidence").because).toContain(what);
  });

  test("fails when the rejection drops the holder that the lock named", () => {
    const outcome = { ...rejection, holder: null };
    only(change(refused, the("dispatch-returned"), { outcome }), "holder-evidence");
  });

  test("needs no holder for a lock file that is corrupt, but its path", () => {
    const because = `${lockPath} is empty, half-written or corrupt`;
    const corrupt = change(
      change(refused, the("lock-refused"), { holder: null, reason: "malformed", because }),
      the("dispatch-returned"),
      { outcome: { ...rejection, holder: null, message: because } },
    );
    expect(verdictOf(corrupt, "holder-evidence")).toBe("holds");
    const pathless = change(corrupt, the("dispatch-returned"), {
      outcome: { ...rejection, holder: null, message: "locked" },
    });
    expect(verdictOf(pathless, "holder-evidence")).toBe("violated");
  });

  test("fails when no holder is named for a lock that could be read", () => {
    const dropped = change(
      change(refused, the("lock-refused"), {
        holder: null,
        reason: "held",
        because: "it is locked",
      }),
      the("dispatch-returned"),
      { outcome: { ...rejection, holder: null } },
    );
    expect(verdictOf(dropped, "holder-evidence")).toBe("violated");
  });
});

const resumedWith = (watch: WatchOutcome, turn: TurnOutcome | null): UnstampedEvent =>
  returned({ kind: "resumed", watch, lockDirty: null, turn });

describe("a lock that must be retained", () => {
  const watch = {
    kind: "lock-retained",
    reason: "kill-unconfirmed",
    pid: resumeChild.pid,
    socketPath,
    lockPath,
    observeTimeoutMs: 1_500,
    killGraceMs: 800,
  } as const;
  const swept = { type: "swept", kind: "lock", path: lockPath } as const;
  const retained = cellOf(
    { kind: "retained" },
    [
      dispatchStarted,
      lockAcquired,
      socketInspected,
      resumeRequested,
      resumeStarted,
      { type: "watch-ended", dispatch: 1, outcome: watch },
      resumedWith(watch, null),
    ],
    { type: "reaped", ...resumeChild, how: "killed", verified: true },
    swept,
  );

  test("passes when it is still there with its diagnostic", () => {
    expect(trouble(retained)).toEqual([]);
    expect(verdictOf(retained, "no-lock-left")).toBe("holds");
    expect(verdictOf(retained, "release-after-observation")).toBe("holds");
    expect(verdictOf(retained, "single-release")).toBe("not-applicable");
  });

  test("fails when it was gone", () => {
    expect(trouble(without(retained, the("swept")))).toEqual(["no-lock-left: violated"]);
  });

  test("fails when the diagnostic names another lock", () => {
    const outcome = { ...watch, lockPath: "/elsewhere/1.lock" };
    const wrong = change(retained, the("dispatch-returned"), {
      outcome: { kind: "resumed", watch: outcome, lockDirty: null, turn: null },
    });
    expect(trouble(wrong)).toEqual(["no-lock-left: violated"]);
  });

  test("fails when it was released on the timeout", () => {
    const released = after(retained, the("watch-ended"), lockReleased);
    expect(trouble(released)).toEqual(["release-after-observation: violated"]);
  });
});

describe("a child that cannot be started", () => {
  const watch = { kind: "spawn-start-failed", error: "ENOENT" } as const;
  const failed = cellOf({ kind: "start-failed" }, [
    dispatchStarted,
    lockAcquired,
    socketInspected,
    resumeRequested,
    {
      type: "child-start-failed",
      child: { dispatch: null, n: 2 },
      code: "ENOENT",
      message: "no such file",
    },
    { type: "watch-ended", dispatch: 1, outcome: watch },
    lockReleased,
    resumedWith(watch, null),
  ]);

  test("passes when the lock was released after the failed start", () => {
    expect(trouble(failed)).toEqual([]);
    expect(verdictOf(failed, "release-after-observation")).toBe("holds");
  });

  test("fails when a reply is reported all the same", () => {
    const turn = { kind: "replied", text: "1", stopReason: "stop" };
    const outcome = { kind: "resumed", watch, lockDirty: null, turn };
    const boasting = change(failed, the("dispatch-returned"), { outcome });
    expect(trouble(boasting)).toEqual(["turn-outcome: violated"]);
  });

  test("fails when the session was resumed instead", () => {
    const started = withCell(plainV2, { expectation: { kind: "start-failed" } });
    expect(verdictOf(started, "turn-outcome")).toBe("violated");
  });
});

describe("a turn that is to fail", () => {
  const error = { stopReason: "error", errorMessage: "400 in the script", text: "" };
  const turn = { kind: "failed", stopReason: "error", message: "400 in the script" } as const;
  const failing = (sample: Sample): Sample => {
    const expected = withCell(sample, { expectation: { kind: "turn-failed" } });
    const refused = change(expected, line(lines.resumeReply), error);
    const settled = change(refused, the("turn-settled", { turn: "resume" }), {
      because: "terminal-reply",
    });
    return change(settled, the("dispatch-returned"), ({ outcome }) => ({
      outcome: { ...(outcome as object), turn },
    }));
  };

  test.each([
    ["v2", plainV2],
    ["v1", plainV1],
  ] as const)("passes in lane %s when it failed and was reported as failed", (_, sample) => {
    expect(trouble(failing(sample))).toEqual([]);
    expect(verdictOf(failing(sample), "assistant-replied")).toBe("holds");
    expect(verdictOf(failing(sample), "context-recalled")).toBe("not-applicable");
  });

  test("need not be made up for by a later reply", () => {
    const silent = without(failing(plainV2), line(lines.followUpReply));
    expect(verdictOf(silent, "assistant-replied")).toBe("holds");
  });

  test("fails when it came out well", () => {
    const good = withCell(plainV2, { expectation: { kind: "turn-failed" } });
    expect(trouble(good)).toEqual(["turn-outcome: violated", "assistant-replied: violated"]);
  });

  test("fails when the lane reports a reply", () => {
    const boasting = change(failing(plainV2), the("dispatch-returned"), ({ outcome }) => ({
      outcome: { ...(outcome as object), turn: { kind: "replied", text: "1", stopReason: "stop" } },
    }));
    expect(trouble(boasting)).toEqual(["turn-outcome: violated"]);
  });

  test("may be reported after the dispatch came back", () => {
    const silent = change(failing(plainV2), the("dispatch-returned"), ({ outcome }) => ({
      outcome: { ...(outcome as object), turn: null },
    }));
    expect(trouble(silent)).toEqual(["turn-outcome: violated"]);
    const later = after(silent, the("turn-settled", { turn: "resume" }), {
      type: "turn-reported",
      dispatch: 1,
      turn,
    });
    expect(trouble(later)).toEqual([]);
  });

  test("may have been cut off without any reply", () => {
    const cut = change(
      without(failing(plainV1), line(lines.resumeReply)),
      the("turn-settled", { turn: "resume" }),
      { because: "child-exited" },
    );
    expect(trouble(cut)).toEqual([]);
  });
});

describe("attempts that the agent retried", () => {
  const attempt = (index: number, fields: object = {}) =>
    assistant(index, "", {
      stopReason: "error",
      errorMessage: "429",
      entryId: `try-${index}`,
      ...fields,
    });
  const retried = change(
    before(
      plainV2,
      line(lines.resumeReply),
      attempt(5.1, { parentId: `entry-${lines.resumeUser}` }),
      attempt(5.2, { parentId: "try-5.1" }),
    ),
    line(lines.resumeReply),
    { parentId: "try-5.2" },
  );

  test("count neither as turns nor as replies", () => {
    expect(trouble(retried)).toEqual([]);
    expect(judged(retried, "one-turn").because).toContain("failed attempts of the agent: 2");
  });
});

describe("a live provider that fails", () => {
  const live = (sample: Sample): Sample => ({
    ...withCell(sample, { fidelity: "live" }),
    events: sample.events.filter(({ type }) => type !== "model-requested"),
  });
  const down = (errorMessage: string) =>
    change(
      change(live(plainV1), line(lines.resumeReply), {
        stopReason: "error",
        errorMessage,
        text: "",
      }),
      the("turn-settled", { turn: "resume" }),
      { because: "terminal-reply" },
    );

  test("leaves the reply unknown: the subject was not put to the test", () => {
    const outage = down("529 overloaded");
    expect(verdictOf(outage, "assistant-replied")).toBe("unknown");
    expect(verdictOf(outage, "context-recalled")).toBe("unknown");
  });

  test("leaves it unknown whether the resident would have answered a second message", () => {
    const failed = { stopReason: "error", errorMessage: "529 overloaded", text: "" };
    const outage = change(live(plainV2), line(lines.followUpReply), failed);
    expect(verdictOf(outage, "resident-stays")).toBe("unknown");
    const wrong = { ...failed, errorMessage: "invalid tool schema" };
    const fault = change(live(plainV2), line(lines.followUpReply), wrong);
    expect(verdictOf(fault, "resident-stays")).toBe("violated");
  });

  test("is no excuse for an error of another kind", () => {
    expect(verdictOf(down("invalid tool schema"), "assistant-replied")).toBe("violated");
  });

  test("is no excuse on the embedded provider, which does what it was told", () => {
    const { events } = down("529 overloaded");
    expect(verdictOf({ cell: plainV1.cell, events }, "assistant-replied")).toBe("violated");
  });
});

describe("mail for a session that cannot be asked", () => {
  const mail = (fields: object = {}): UnstampedEvent => ({
    type: "mailbox-listed",
    moment: "after-dispatch",
    messages: ["1.msg"],
    read: [],
    messageAtMs: 10,
    signalAtMs: 12,
    bodies: [`to whom it may concern: ${nonces.resumeUser}`],
    ...fields,
  });
  const sent = {
    kind: "sent",
    via: "meta-mailbox",
    delivery: "enqueued",
    lockDirty: null,
  } as const;
  const delivered = cellOf({ kind: "delivered" }, [dispatchStarted, returned(sent), mail()]);

  test("passes when the message is there and the doorbell rang after it", () => {
    expect(trouble(delivered)).toEqual([]);
    expect(verdictOf(delivered, "turn-outcome")).toBe("holds");
  });

  test.each([
    ["the mailbox is empty", { messages: [], bodies: [] }],
    ["the message is there twice", { bodies: [nonces.resumeUser, nonces.resumeUser] }],
    ["the doorbell never rang", { signalAtMs: null }],
    ["the doorbell rang first", { signalAtMs: 9 }],
  ])("fails when %s", (_, fields) => {
    const damaged = change(delivered, the("mailbox-listed"), fields);
    expect(trouble(damaged)).toEqual(["turn-outcome: violated"]);
  });

  test("cannot be judged when nobody looked into the mailbox", () => {
    const unseen = without(delivered, the("mailbox-listed"));
    expect(verdictOf(unseen, "turn-outcome")).toBe("unknown");
  });
});

describe("a named fault", () => {
  const faulty = withCell(plainV2, { faults: ["slow-disk"] });
  const fired: UnstampedEvent = {
    type: "fault-fired",
    fault: "slow-disk",
    proof: "fsync took 800 ms",
  };

  test("passes when it fired with a proof", () => {
    expect(verdictOf(after(faulty, the("lock-released"), fired), "fault-fired")).toBe("holds");
  });

  test("leaves the cell unknown when it never fired, though another one did", () => {
    const other = after(faulty, the("lock-released"), { ...fired, fault: "full-disk" });
    expect(judgeCell(evidenceOf(other)).verdict).toBe("unknown");
    expect(verdictOf(other, "fault-fired")).toBe("unknown");
  });
});

describe("two dispatches at once", () => {
  test("pass when the second one is refused by the first one's lock", () => {
    const holder: LockHolder = {
      gardenId,
      pid: 9,
      hostname: "here",
      createdAt: "2030-01-02T03:04:05.000Z",
      nonce: lockNonce,
      owner: "dispatch-1",
      lockPath,
    };
    const contended = after(
      plainV2,
      the("lock-acquired"),
      { ...dispatchStarted, dispatch: 2 },
      { type: "lock-refused", dispatch: 2, path: lockPath, because: "held", holder },
      {
        type: "dispatch-returned",
        dispatch: 2,
        outcome: {
          kind: "rejected",
          reason: "target-locked",
          observedLiveness: null,
          message: lockPath,
          holder,
        },
      },
    );
    expect(trouble(contended)).toEqual([]);
    expect(verdictOf(contended, "holder-evidence")).toBe("holds");
  });

  test("of the lockless lane fork the transcript, and only single-writer reports it", () => {
    const twice = after(
      plainV1,
      line(lines.resumeReply),
      user(7, nonces.resumeUser, { parentId: `entry-${lines.seedReply}` }),
      assistant(8, `${nonces.resumeReply} ${nonces.recall}`),
    );
    const forked = before(
      after(twice, the("dispatch-started"), { ...dispatchStarted, dispatch: 2 }),
      the("dispatch-returned"),
      {
        type: "dispatch-returned",
        dispatch: 2,
        outcome: {
          kind: "resumed",
          watch: { kind: "child-exited", exitCode: 0, signal: null },
          lockDirty: null,
          turn: { kind: "replied", text: nonces.resumeReply, stopReason: "stop" },
        },
      },
    );
    expect(trouble(forked)).toEqual(["single-writer: violated"]);
    const expectation = { kind: "hazard", shows: ["single-writer"] } as const;
    expect(judgeCell(evidenceOf(withCell(forked, { expectation }))).verdict).toBe("pass");
  });
});

describe("with nothing to look at", () => {
  const emptied = (sample: Sample, ...types: readonly UnstampedEvent["type"][]): Sample => ({
    ...sample,
    events: sample.events.filter(({ type }) => !types.includes(type)),
  });

  test.each([
    ["fresh-identity", ["identity-checked"]],
    ["dormant-before-resume", ["session-listed"]],
    ["lock-held-before-spawn", ["child-requested", "socket-inspected"]],
    ["single-release", ["lock-acquired", "lock-released"]],
    ["release-after-observation", ["lock-released"]],
    ["no-lock-left", ["census"]],
    ["mutual-exclusion", ["lock-acquired", "child-requested"]],
    ["socket-answers", ["socket-asked", "process-checked"]],
    ["resident-stays", ["message-sent"]],
    ["turn-outcome", ["dispatch-started", "dispatch-returned"]],
    ["nonce-ordering", ["session-entry"]],
    ["single-writer", ["session-entry"]],
    ["append-only", ["session-prefix"]],
    ["assistant-replied", ["session-entry"]],
    ["context-recalled", ["session-entry"]],
    ["model-identity", ["session-entry"]],
    ["one-turn", ["session-entry", "session-listed"]],
    ["bounded", ["phase-started", "phase-ended"]],
    ["no-residue", ["census"]],
  ] as const)("%s is unknown", (name, types) => {
    expect(verdictOf(emptied(plainV2, ...types), name)).toBe("unknown");
  });

  test("refused-cleanly is unknown where nothing was dispatched", () => {
    const expectation = { kind: "refused", reason: "bad-target", observedLiveness: null } as const;
    const idle: Sample = {
      cell: { ...v2Cell, expectation },
      events: [...seeded, ...ending()],
    };
    expect(verdictOf(idle, "refused-cleanly")).toBe("unknown");
  });

  test("entries of another session file are not mistaken for the cell's own", () => {
    const shadow = change(plainV2, line(lines.resumeReply), { path: `${sessionPath}.shadow` });
    expect(verdictOf(shadow, "assistant-replied")).toBe("violated");
  });
});
