// The rarer findings of each claim: one change to a sound sample, one verdict of one claim.
import { expect, test } from "vitest";
import type { Expectation } from "../../src/evidence/cell.ts";
import type { UnstampedEvent } from "../../src/evidence/event.ts";
import type { Judgement } from "../../src/invariants/invariant.ts";
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
  lockPath,
  lockReleased,
  moveBefore,
  nonces,
  phase,
  plainV1,
  plainV2,
  reword,
  type Sample,
  seeded,
  the,
  v2Cell,
  withCell,
  withMessages,
  without,
} from "./sample.ts";

type Row = readonly [claim: string, verdict: Judgement["verdict"], what: string, sample: Sample];

const other = { pid: 5, startTime: "5" };
const s = plainV2;
const at = (moment: string) => ({ moment });
const reply = line(lines.resumeReply);

const dispatching = (expectation: Expectation, ...events: readonly UnstampedEvent[]): Sample => ({
  cell: { ...v2Cell, expectation },
  events: [...seeded, ...phase("dispatch", dispatchStarted, ...events), ...ending()],
});

const rejectionOf = (reason: "target-locked" | "bad-target"): UnstampedEvent => ({
  type: "dispatch-returned",
  dispatch: 1,
  outcome: { kind: "rejected", reason, observedLiveness: null, message: lockPath, holder },
});
const holder = {
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
  because: "held by somebody",
  holder,
};
const locked: Expectation = { kind: "refused", reason: "target-locked", observedLiveness: null };
const badTarget: Expectation = { kind: "refused", reason: "bad-target", observedLiveness: null };
const lockedCell = dispatching(locked, conflict, rejectionOf("target-locked"));
const badCell = dispatching(badTarget, rejectionOf("bad-target"));
const threw = (message: string): UnstampedEvent => ({
  type: "dispatch-threw",
  dispatch: 1,
  message,
});
const mailbox = (messages: readonly string[]): UnstampedEvent => ({
  type: "mailbox-listed",
  moment: "after-dispatch",
  messages,
  bodies: [],
  read: [],
  signalAtMs: null,
  messageAtMs: null,
});

const live = (sample: Sample): Sample => ({
  ...withCell(sample, { fidelity: "live" }),
  events: sample.events.filter(({ type }) => type !== "model-requested"),
});
const failing = withCell(s, { expectation: { kind: "turn-failed", recovers: true } });

const rows: readonly Row[] = [
  [
    "fresh-identity",
    "unknown",
    "looked for another id",
    change(s, the("identity-checked"), { gardenId: "x" }),
  ],
  [
    "fresh-identity",
    "unknown",
    "looked after the seed",
    moveBefore(s, the("identity-checked"), the("session-listed", at("after-seed"))),
  ],
  [
    "fresh-identity",
    "violated",
    "a socket was there",
    change(s, the("identity-checked"), { socket: true }),
  ],

  [
    "dormant-before-resume",
    "violated",
    "the seed never exited",
    without(s, the("child-exited", { role: "seed" })),
  ],
  [
    "dormant-before-resume",
    "violated",
    "the seed outlived the dispatch",
    moveBefore(s, the("child-exited", { role: "seed" }), the("watch-ended")),
  ],
  [
    "dormant-before-resume",
    "violated",
    "no session at all",
    change(s, the("session-listed", at("after-seed")), { files: [] }),
  ],
  [
    "dormant-before-resume",
    "unknown",
    "nobody asked the socket",
    without(s, the("socket-asked", at("before-resume"))),
  ],
  [
    "dormant-before-resume",
    "holds",
    "a one-shot lane has no socket to ask",
    without(plainV1, the("socket-asked", at("before-resume"))),
  ],
  [
    "dormant-before-resume",
    "unknown",
    "the socket timed out",
    change(s, the("socket-asked", at("before-resume")), { failure: "no-answer" }),
  ],

  [
    "lock-held-before-spawn",
    "violated",
    "the lock lies elsewhere",
    change(s, the("lock-acquired"), { path: "/tmp/1.lock" }),
  ],
  [
    "lock-held-before-spawn",
    "unknown",
    "no inspection was seen",
    without(s, the("socket-inspected")),
  ],
  [
    "lock-held-before-spawn",
    "violated",
    "another nonce on disk at the spawn",
    change(s, the("child-requested", { role: "resume" }), { lockOnDisk: "unreadable" }),
  ],
  ["lock-held-before-spawn", "not-applicable", "a refusal that looked at nothing", badCell],

  ["single-release", "violated", "released and never acquired", without(s, the("lock-acquired"))],
  [
    "single-release",
    "violated",
    "the release threw",
    change(s, the("lock-released"), { result: "threw" }),
  ],
  [
    "single-release",
    "violated",
    "the lock was not there any more",
    change(s, the("lock-released"), { onDiskBefore: null }),
  ],
  [
    "single-release",
    "violated",
    "released another path",
    change(s, the("lock-released"), { path: "/tmp/1.lock" }),
  ],
  [
    "single-release",
    "holds",
    "a successor took the lock at once",
    change(s, the("lock-released"), { onDiskAfter: "lock-next" }),
  ],

  [
    "release-after-observation",
    "violated",
    "nothing was ever observed",
    without(without(s, the("watch-ended")), the("child-exited", { role: "resume" })),
  ],
  [
    "release-after-observation",
    "holds",
    "the exit was seen before the watch ended",
    moveBefore(
      moveBefore(s, the("lock-released"), the("watch-ended")),
      the("child-exited", { role: "resume" }),
      the("lock-released"),
    ),
  ],
  [
    "release-after-observation",
    "violated",
    "only the seed's exit was seen",
    without(without(s, the("watch-ended")), the("child-exited", { role: "resume" })),
  ],

  [
    "no-lock-left",
    "violated",
    "the gate had to clear it",
    before(s, the("census"), { type: "swept", kind: "lock", path: lockPath }),
  ],
  [
    "no-lock-left",
    "holds",
    "a swept socket is no lock",
    before(s, the("census"), { type: "swept", kind: "socket", path: lockPath }),
  ],
  [
    "no-lock-left",
    "violated",
    "retained was due, and the session resumed",
    withCell(s, { expectation: { kind: "retained" } }),
  ],
  ["no-lock-left", "not-applicable", "the scenario's own lock stands", lockedCell],

  [
    "mutual-exclusion",
    "holds",
    "one after the other",
    after(
      s,
      the("lock-released"),
      { ...lockAcquired, dispatch: 2, nonce: "b" },
      { ...lockReleased, dispatch: 2, nonce: "b" },
    ),
  ],
  [
    "mutual-exclusion",
    "violated",
    "the first holder never let go",
    after(without(s, the("lock-released")), the("watch-ended"), {
      ...lockAcquired,
      dispatch: 2,
      nonce: "b",
    }),
  ],

  ["holder-evidence", "holds", "a conflict that names its holder", lockedCell],
  [
    "holder-evidence",
    "violated",
    "no conflict where one was due",
    without(without(lockedCell, the("lock-refused")), the("dispatch-returned")),
  ],
  [
    "holder-evidence",
    "unknown",
    "a rejection without a conflict",
    without(lockedCell, the("lock-refused")),
  ],
  [
    "holder-evidence",
    "violated",
    "a conflict that was not passed on",
    without(lockedCell, the("dispatch-returned")),
  ],
  [
    "holder-evidence",
    "violated",
    "no holder and no reason",
    change(
      change(lockedCell, the("lock-refused"), { holder: null, reason: "held", because: "no" }),
      the("dispatch-returned"),
      {
        outcome: {
          kind: "rejected",
          reason: "target-locked",
          observedLiveness: null,
          message: lockPath,
          holder: null,
        },
      },
    ),
  ],
  [
    "holder-evidence",
    "violated",
    "a holder of another id",
    change(lockedCell, the("lock-refused"), { holder: { ...holder, gardenId: "x" } }),
  ],
  [
    "holder-evidence",
    "violated",
    "the rejection names another process",
    change(lockedCell, the("lock-refused"), { holder: { ...holder, pid: 78 } }),
  ],

  [
    "socket-answers",
    "unknown",
    "nobody looked for the process",
    without(s, the("process-checked", at("at-release"))),
  ],
  [
    "socket-answers",
    "unknown",
    "nobody asked the socket",
    without(s, the("socket-asked", at("at-release"))),
  ],
  [
    "socket-answers",
    "violated",
    "the child exited before a socket came up",
    change(s, the("watch-ended"), { outcome: { kind: "child-exited", exitCode: 1, signal: null } }),
  ],
  [
    "socket-answers",
    "violated",
    "the watch names a process of somebody else",
    change(s, the("watch-ended"), { outcome: { kind: "socket-alive", pid: 5 } }),
  ],
  [
    "socket-answers",
    "violated",
    "another process was looked at",
    change(s, the("process-checked", at("at-release")), other),
  ],
  [
    "socket-answers",
    "violated",
    "another path was asked",
    change(s, the("socket-asked", at("at-release")), { path: "/tmp/1.sock" }),
  ],
  [
    "socket-answers",
    "violated",
    "another process answered",
    change(s, the("socket-asked", at("at-release")), { answer: { sessionId: gardenId, pid: 5 } }),
  ],

  [
    "resident-stays",
    "unknown",
    "nobody looked after the turn",
    without(s, the("process-checked", at("after-turn"))),
  ],
  [
    "resident-stays",
    "unknown",
    "nobody asked after the second turn",
    without(s, the("socket-asked", at("after-follow-up"))),
  ],
  [
    "resident-stays",
    "violated",
    "a pid that is somebody else's by now",
    change(s, the("process-checked", at("after-turn")), { startTime: "1" }),
  ],
  [
    "resident-stays",
    "violated",
    "another session answered",
    change(s, the("socket-asked", at("after-turn")), { answer: { sessionId: "x", pid: 1 } }),
  ],
  [
    "resident-stays",
    "violated",
    "the second prompt gives its reply away",
    reword(s, lines.followUpUser, "say", nonces.followUpReply),
  ],
  [
    "resident-stays",
    "violated",
    "the second reply was cut off",
    change(s, line(lines.followUpReply), { stopReason: "length" }),
  ],

  [
    "turn-outcome",
    "violated",
    "the dispatch never came back",
    without(s, the("dispatch-returned")),
  ],
  [
    "turn-outcome",
    "violated",
    "the dispatch threw",
    after(without(s, the("dispatch-returned")), the("lock-released"), threw("1")),
  ],
  [
    "turn-outcome",
    "violated",
    "a reply that was cut off is called a reply",
    change(s, the("dispatch-returned"), ({ outcome }) => ({
      outcome: {
        ...(outcome as object),
        turn: { kind: "replied", text: "1", stopReason: "length" },
      },
    })),
  ],
  [
    "turn-outcome",
    "violated",
    "a turn that is there was not observed",
    change(s, the("dispatch-returned"), ({ outcome }) => ({
      outcome: { ...(outcome as object), turn: { kind: "not-observed", because: "too early" } },
    })),
  ],
  [
    "turn-outcome",
    "unknown",
    "only the lane saw the turn",
    without(without(s, reply), the("turn-settled", { turn: "resume" })),
  ],
  [
    "turn-outcome",
    "violated",
    "the session was refused",
    change(s, the("dispatch-returned"), rejectionOf("bad-target") as never),
  ],

  [
    "nonce-ordering",
    "violated",
    "an id twice",
    change(s, line(lines.followUpReply), { entryId: `entry-${lines.seedUser}` }),
  ],
  [
    "nonce-ordering",
    "violated",
    "the seed was not answered",
    change(s, line(lines.seedReply), { stopReason: "error", errorMessage: "503", text: "" }),
  ],
  [
    "nonce-ordering",
    "unknown",
    "a live provider failed in the seed",
    change(live(s), line(lines.seedReply), { stopReason: "error", errorMessage: "503", text: "" }),
  ],
  [
    "nonce-ordering",
    "violated",
    "the seed's nonce in two prompts",
    reword(s, lines.followUpUser, "say", nonces.seedUser),
  ],
  [
    "nonce-ordering",
    "holds",
    "the reply quotes the seed's",
    reword(s, lines.resumeReply, nonces.recall, `${nonces.recall} ${nonces.seedReply}`),
  ],

  [
    "single-writer",
    "unknown",
    "entries without ids",
    change(s, the("session-entry"), { entryId: null, parentId: null }),
  ],
  [
    "single-writer",
    "violated",
    "a second root",
    change(s, line(lines.resumeUser), { parentId: null }),
  ],

  ["append-only", "unknown", "not read again", without(s, the("session-prefix", at("after-reap")))],
  [
    "append-only",
    "unknown",
    "the text was not kept",
    change(s, the("session-prefix", at("before-resume")), { content: null }),
  ],
  [
    "append-only",
    "unknown",
    "another file was read",
    change(s, the("session-prefix", at("after-reap")), { path: "/x" }),
  ],
  [
    "append-only",
    "not-applicable",
    "a delivery without a session",
    {
      cell: { ...v2Cell, expectation: { kind: "delivered" } },
      events: ending().filter(({ type }) => type !== "session-prefix"),
    },
  ],

  ["assistant-replied", "holds", "a recovery", change(failing, reply, { stopReason: "error" })],
  [
    "assistant-replied",
    "violated",
    "no recovery",
    change(reword(failing, lines.followUpReply, nonces.followUpReply, "no"), reply, {
      stopReason: "error",
    }),
  ],
  ["context-recalled", "unknown", "the reply has no words", change(s, reply, { text: "" })],
  ["model-identity", "unknown", "a reply that names no model", change(s, reply, { model: null })],
  [
    "model-identity",
    "unknown",
    "nothing arrived at the provider",
    without(s, the("model-requested", { turn: "resume" })),
  ],
  [
    "model-identity",
    "violated",
    "another model in a failed attempt",
    after(s, reply, assistant(9, "", { stopReason: "error", model: "other-1" })),
  ],

  ["one-turn", "violated", "no user turn", without(s, line(lines.resumeUser))],
  [
    "one-turn",
    "unknown",
    "nothing was dispatched",
    { cell: v2Cell, events: [...seeded, ...ending()] },
  ],
  [
    "bounded",
    "unknown",
    "a phase was interrupted",
    change(s, the("phase-ended", { phase: "seed" }), { outcome: "interrupted" }),
  ],
  ...(["prepare", "identity", "seed", "session"] as const).map(
    (phase): Row => [
      "bounded",
      "unknown",
      `${phase}, before the subject was asked, ran into its timeout`,
      change(s, the("phase-ended", { phase }), { outcome: "timed-out" }),
    ],
  ),
  ...(["dispatch", "user-turn", "assistant-turn"] as const).map(
    (phase): Row => [
      "bounded",
      "violated",
      `${phase} ran into its timeout`,
      change(s, the("phase-ended", { phase }), { outcome: "timed-out" }),
    ],
  ),
  [
    "bounded",
    "holds",
    "a phase that failed in time",
    change(s, the("phase-ended", { phase: "seed" }), { outcome: "failed" }),
  ],

  [
    "no-residue",
    "violated",
    "a process survived",
    change(s, the("reaped"), { how: "survived", verified: true }),
  ],
  [
    "no-residue",
    "violated",
    "a child never ended",
    without(without(s, the("reaped")), the("child-exited", { role: "resume" })),
  ],
  [
    "no-residue",
    "violated",
    "only another process was reaped",
    change(without(s, the("child-exited", { role: "resume" })), the("reaped"), other),
  ],
  [
    "no-residue",
    "holds",
    "reaped without an exit event",
    without(s, the("child-exited", { role: "resume" })),
  ],

  ["refused-cleanly", "holds", "a refusal", badCell],
  [
    "refused-cleanly",
    "violated",
    "the dispatch never came back",
    without(badCell, the("dispatch-returned")),
  ],
  [
    "refused-cleanly",
    "violated",
    "mail was left all the same",
    after(badCell, the("dispatch-started"), mailbox([]), mailbox(["1"])),
  ],
  [
    "refused-cleanly",
    "violated",
    "somebody was connected to",
    after(badCell, the("dispatch-started"), {
      type: "bystander-heard",
      pid: 5,
      what: "connection",
      text: "",
    }),
  ],
  [
    "refused-cleanly",
    "violated",
    "its lock was released twice",
    after(badCell, the("dispatch-started"), lockAcquired, lockReleased, lockReleased),
  ],
  [
    "refused-cleanly",
    "holds",
    "it threw what was expected",
    dispatching({ kind: "threw", message: "corrupt" }, threw("a corrupt record, 1")),
  ],
  [
    "refused-cleanly",
    "violated",
    "it threw something else",
    dispatching({ kind: "threw", message: "corrupt" }, threw("ENOSPC 1")),
  ],
  [
    "turn-outcome",
    "violated",
    "a delivery took a lock",
    dispatching(
      { kind: "delivered" },
      lockAcquired,
      {
        type: "dispatch-returned",
        dispatch: 1,
        outcome: { kind: "sent", via: "meta-mailbox", delivery: "enqueued", lockDirty: null },
      },
      {
        ...mailbox(["1"]),
        bodies: [nonces.resumeUser],
        signalAtMs: 2,
        messageAtMs: 1,
      } as UnstampedEvent,
    ),
  ],
  ["message-kept", "not-applicable", "a record that did not keep what was said", s],
  [
    "message-kept",
    "violated",
    "the message lost its first word",
    reword(withMessages(s), lines.resumeUser, `${nonces.resumeUser} say`, nonces.resumeUser),
  ],
  [
    "resumable-again",
    "violated",
    "the subject would refuse what it has resumed",
    change(s, the("subject-looked", at("after-reap")), { path: null, flaw: "no name" }),
  ],
  [
    "settings-kept",
    "violated",
    "the session has another thinking level",
    change(s, the("session-listed", at("after-reap")), ({ files }) => ({
      files: (files as object[]).map((file) => ({ ...file, thinkingLevel: "high" })),
    })),
  ],
  [
    "dispatcher-survives",
    "violated",
    "a process of its own died of an error that nobody caught",
    before(
      s,
      the("lock-acquired"),
      {
        type: "child-started",
        child: { dispatch: null, n: 9 },
        role: "dispatcher",
        pid: 4300,
        startTime: "910800",
      },
      { type: "dispatcher-crashed", dispatch: 1, message: "Error: read ECONNRESET" },
    ),
  ],
  [
    "history-accepted",
    "violated",
    "the resumed request breaks a rule that its provider is known to have",
    change(s, the("model-requested", { turn: "resume" }), {
      breaches: [{ rule: "R2", sentence: "Each output has a call.", path: "", strength: "firm" }],
    }),
  ],
  [
    "readings-agree",
    "violated",
    "the subject says of its socket what the system did not",
    change(s, the("socket-inspected"), { answered: { kind: "symlink", connect: null } }),
  ],
  [
    "history-kept",
    "violated",
    "the resumed request lacks what the session held",
    change(s, the("model-requested", { turn: "resume" }), { values: {} }),
  ],
  [
    "resume-continues",
    "violated",
    "the resumed request says something else than its twin's",
    change(s, the("model-requested", { turn: "resume" }), { values: { model: "m" } }),
  ],
  [
    "no-tool-left",
    "violated",
    "a tool lived on after its agent",
    change(s, the("tools-left"), { processes: [{ ...other, arguments: "sleep 300" }] }),
  ],
  [
    "strangers-spared",
    "unknown",
    "a stranger was looked at once only",
    before(s, the("lock-acquired"), {
      type: "file-fingerprint",
      moment: "before-resume",
      path: "/s/a.jsonl",
      kind: "symlink",
      sha256: null,
      stranger: true,
    }),
  ],
];

test.each(rows)("%s is %s: %s", (name, verdict, _, sample) => {
  const claim = judgeCell(evidenceOf(sample)).claims.find((each) => each.name === name);
  expect({ verdict: claim?.verdict, because: claim?.because }).toMatchObject({ verdict });
});
