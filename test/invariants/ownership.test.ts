// One kind of damage, one claim that reports it: every other claim keeps its judgement.
import { describe, expect, test } from "vitest";
import type { SessionFile } from "../../src/evidence/event.ts";
import { judgeCell } from "../../src/invariants/judge.ts";
import {
  after,
  assistant,
  before,
  change,
  evidenceOf,
  gardenId,
  line,
  lines,
  lockAcquired,
  lockNonce,
  lockPath,
  lockReleased,
  moveBefore,
  nonces,
  plainV1,
  plainV2,
  resumeRequested,
  resumeStarted,
  reword,
  type Sample,
  sessionPath,
  the,
  user,
  withCell,
  without,
} from "./sample.ts";

type Damage = readonly [what: string, owner: string, damage: (sample: Sample) => Sample];

const flip = (hash: unknown) => String(hash).replace(/^./, (digit) => (digit === "0" ? "1" : "0"));

function swap(sample: Sample, left: [number, string], right: [number, string]): Sample {
  const half = reword(sample, left[0], left[1], right[1]);
  return reword(half, right[0], right[1], left[1]);
}

const swapLines = (sample: Sample, first: number, second: number): Sample =>
  change(sample, the("session-entry"), ({ index }) => ({
    index: index === first ? second : index === second ? first : index,
  }));

/** The id of the last line, for one that is added after it. */
function lastEntry({ events }: Sample): string | null {
  const last = events.findLast((event) => event.type === "session-entry");
  return last?.type === "session-entry" ? last.entryId : null;
}

const files = (change: (file: SessionFile) => Partial<SessionFile>) => (event: object) => ({
  files: (event as { files: SessionFile[] }).files.map((file) => ({ ...file, ...change(file) })),
});

const timedOut = { outcome: "timed-out", because: "" };
const otherModel = { model: "gpt-4.9-mini" };
const reply = line(lines.resumeReply);
const beforeResume = { moment: "before-resume" };
const afterReap = { moment: "after-reap" };
const atRelease = { moment: "at-release" };

/** Damage to the session file and to the frame around it, which all lanes share. */
const shared: readonly Damage[] = [
  [
    "the id had a session file before the seed",
    "fresh-identity",
    (s) => change(s, the("identity-checked"), { sessions: [sessionPath] }),
  ],
  [
    "the id had a lock before the seed",
    "fresh-identity",
    (s) => change(s, the("identity-checked"), { lock: true }),
  ],
  [
    "two session files after the seed",
    "dormant-before-resume",
    (s) =>
      change(s, the("session-listed", { moment: "after-seed" }), (event) => {
        const [file] = (event as { files?: SessionFile[] }).files ?? [];
        return { files: [file, { ...file, path: `${sessionPath}.second` }] };
      }),
  ],
  [
    "another working directory in the header",
    "dormant-before-resume",
    (s) =>
      change(
        s,
        the("session-listed", { moment: "after-seed" }),
        files(() => ({ header: { id: gardenId, cwd: "/elsewhere", version: 3 } })),
      ),
  ],
  [
    "a name that does not mark the session as resumable",
    "dormant-before-resume",
    (s) =>
      change(
        s,
        the("session-listed"),
        files(({ name }) => ({ name: `${name}`.replace("entwurf", "control") })),
      ),
  ],
  [
    "the seed exited with 1",
    "dormant-before-resume",
    (s) => change(s, the("child-exited", { role: "seed" }), { exitCode: 1 }),
  ],
  [
    "the lane is silent about the turn",
    "turn-outcome",
    (s) =>
      change(s, the("dispatch-returned"), ({ outcome }) => ({
        outcome: { ...(outcome as object), turn: null },
      })),
  ],
  [
    "the lane reports a failure of a turn that replied",
    "turn-outcome",
    (s) =>
      change(s, the("dispatch-returned"), ({ outcome }) => ({
        outcome: {
          ...(outcome as object),
          turn: { kind: "failed", stopReason: "error", message: "x" },
        },
      })),
  ],
  [
    "the lane quotes the seed's reply as the new one",
    "turn-outcome",
    (s) =>
      change(s, the("dispatch-returned"), ({ outcome }) => ({
        outcome: {
          ...(outcome as object),
          turn: { kind: "replied", text: nonces.seedReply, stopReason: "stop" },
        },
      })),
  ],
  [
    "the prompts' nonces swapped",
    "nonce-ordering",
    (s) => swap(s, [lines.seedUser, nonces.seedUser], [lines.resumeUser, nonces.resumeUser]),
  ],
  [
    "the replies' nonces swapped",
    "nonce-ordering",
    (s) => swap(s, [lines.seedReply, nonces.seedReply], [lines.resumeReply, nonces.resumeReply]),
  ],
  [
    "the resumed reply stands before its prompt",
    "nonce-ordering",
    (s) => swapLines(s, lines.resumeUser, lines.resumeReply),
  ],
  [
    "the seed's reply without its nonce",
    "nonce-ordering",
    (s) => reword(s, lines.seedReply, nonces.seedReply, "yes"),
  ],
  [
    "the resumed prompt without its nonce",
    "nonce-ordering",
    (s) => reword(s, lines.resumeUser, nonces.resumeUser, "hello"),
  ],
  [
    "the reply given twice to one prompt",
    "nonce-ordering",
    (s) =>
      after(
        s,
        reply,
        assistant(20, `${nonces.resumeReply} ${nonces.recall}`, { parentId: lastEntry(s) }),
      ),
  ],
  [
    "a parent that is nowhere",
    "nonce-ordering",
    (s) => change(s, line(lines.resumeUser), { parentId: "gone" }),
  ],
  [
    "the resumed prompt forks off the seed's prompt",
    "single-writer",
    (s) => change(s, line(lines.resumeUser), { parentId: `entry-${lines.seedUser}` }),
  ],
  [
    "a torn line in the session file",
    "single-writer",
    (s) =>
      after(s, reply, {
        type: "session-line-unreadable",
        path: sessionPath,
        index: 9,
        offset: 900,
        bytes: 10,
        because: "cut off",
      }),
  ],
  [
    "a byte of the old text flipped",
    "append-only",
    (s) =>
      change(s, the("session-prefix", beforeResume), ({ content }) => ({
        content: String(content).replace("user", "usep"),
      })),
  ],
  [
    "a digit of the hash before flipped",
    "append-only",
    (s) =>
      change(s, the("session-prefix", beforeResume), ({ sha256 }) => ({ sha256: flip(sha256) })),
  ],
  [
    "a digit of the hash after flipped",
    "append-only",
    (s) => change(s, the("session-prefix", afterReap), ({ sha256 }) => ({ sha256: flip(sha256) })),
  ],
  [
    "the old text cut short",
    "append-only",
    (s) => change(s, the("session-prefix", afterReap), { bytes: 3 }),
  ],
  ["stop reason length", "assistant-replied", (s) => change(s, reply, { stopReason: "length" })],
  ["stop reason error", "assistant-replied", (s) => change(s, reply, { stopReason: "error" })],
  [
    "the reply without its nonce",
    "assistant-replied",
    (s) => reword(s, lines.resumeReply, nonces.resumeReply, "sure,"),
  ],
  [
    "a reply that the provider broke off, and the agent took for whole",
    "assistant-replied",
    (s) => change(s, the("model-requested", { turn: "resume" }), { outcome: "truncated" }),
  ],
  [
    "a reply that the provider called cut short, and the agent did not",
    "assistant-replied",
    (s) => change(s, the("model-requested", { turn: "resume" }), { behaviour: "length" }),
  ],
  [
    "the nonce only in the reasoning",
    "assistant-replied",
    (s) =>
      change(reword(s, lines.resumeReply, nonces.resumeReply, "sure,"), reply, {
        reasoning: nonces.resumeReply,
      }),
  ],
  [
    "the nonce only in a tool's arguments",
    "assistant-replied",
    (s) =>
      change(reword(s, lines.resumeReply, nonces.resumeReply, "sure,"), reply, {
        toolCalls: [{ name: "say", argumentsText: `{"text":"${nonces.resumeReply}"}` }],
      }),
  ],
  [
    "the nonce only in an error message",
    "assistant-replied",
    (s) =>
      change(reword(s, lines.resumeReply, nonces.resumeReply, ""), reply, {
        stopReason: "error",
        errorMessage: `500 in "${nonces.resumeReply}"`,
      }),
  ],
  [
    "the prompt gives the reply away",
    "assistant-replied",
    (s) => reword(s, lines.resumeUser, " and the token", ` (${nonces.resumeReply})`),
  ],
  [
    "the token missing in the reply",
    "context-recalled",
    (s) => reword(s, lines.resumeReply, nonces.recall, "cedar"),
  ],
  [
    "the token never told in the seed",
    "context-recalled",
    (s) => reword(s, lines.seedUser, nonces.recall, "it"),
  ],
  [
    "the token given away in the resumed prompt",
    "context-recalled",
    (s) => reword(s, lines.resumeUser, "the token", nonces.recall),
  ],
  [
    "the model was not shown the seed's turn",
    "context-recalled",
    (s) => change(s, the("model-requested", { turn: "resume" }), { recalled: false }),
  ],
  ["another model in the reply", "model-identity", (s) => change(s, reply, otherModel)],
  [
    "another provider in the reply",
    "model-identity",
    (s) => change(s, reply, { provider: "groq" }),
  ],
  [
    "another model on the wire",
    "model-identity",
    (s) => {
      const twin = change(s, the("model-requested", { turn: "twin" }), otherModel);
      return change(twin, the("model-requested", { turn: "resume" }), otherModel);
    },
  ],
  [
    "another wire format",
    "model-identity",
    (s) => change(s, the("model-requested", { turn: "resume" }), { wireApi: "google-vertex" }),
  ],
  [
    "another model in the session",
    "model-identity",
    (s) =>
      change(
        s,
        the("session-listed", { moment: "after-seed" }),
        files(() => ({ model: { provider: "openai", model: "gpt-4.9-mini" } })),
      ),
  ],
  [
    "another model in the session's name",
    "model-identity",
    (s) =>
      change(
        s,
        the("session-listed"),
        files(({ name }) => ({ name: `${name}`.replace("gpt-5.4", "gpt-4.9-mini") })),
      ),
  ],
  [
    "another model asked for on the command line",
    "model-identity",
    (s) =>
      change(s, the("child-requested", { role: "resume" }), {
        arguments: ["--provider", "openai", "--model", "gpt-4.9-mini"],
      }),
  ],
  [
    "a second user turn",
    "one-turn",
    (s) => after(s, reply, user(20, nonces.resumeUser, { parentId: lastEntry(s) })),
  ],
  [
    "a phase ran into its timeout",
    "bounded",
    (s) => change(s, the("phase-ended", { phase: "dispatch" }), timedOut),
  ],
  ["a phase never ended", "bounded", (s) => without(s, the("phase-ended", { phase: "dispatch" }))],
  [
    "a process left",
    "no-residue",
    (s) =>
      change(s, the("census"), { processes: [{ pid: 9, startTime: "1", arguments: "agent -p" }] }),
  ],
  ["a socket left", "no-residue", (s) => change(s, the("census"), { sockets: ["/sockets/1/x"] })],
  ["a stray file", "no-residue", (s) => change(s, the("census"), { strayFiles: ["/tmp/x"] })],
  [
    "a second session appeared",
    "no-residue",
    (s) =>
      change(s, the("session-listed", afterReap), (event) => {
        const [file] = (event as { files?: SessionFile[] }).files ?? [];
        return { files: [file, { ...file, path: `${sessionPath}.shadow`, header: null }] };
      }),
  ],
  [
    "the death was not verified",
    "no-residue",
    (s) => change(s, the("reaped"), { how: "killed", verified: false }),
  ],
];

const second = { ...lockReleased, onDiskBefore: null, result: "absent" } as const;
const other = { pid: 4300, startTime: "911111" };

/** Damage to what only a resident, locking lane promises. */
const resident: readonly Damage[] = [
  [
    "a child started in a directory that is not trusted",
    "trust-respected",
    (s) => change(s, the("trust-asked"), { trusted: false, because: "a saved no for 1 ancestor" }),
  ],
  [
    "a socket answered before the resume",
    "dormant-before-resume",
    (s) =>
      change(s, the("socket-asked", beforeResume), {
        answer: { sessionId: gardenId, pid: 5 },
        failure: null,
      }),
  ],
  [
    "no lock on disk right after it was acquired",
    "lock-held-before-spawn",
    (s) => change(s, the("lock-acquired"), { onDisk: null }),
  ],
  [
    "no lock on disk when the child was asked for",
    "lock-held-before-spawn",
    (s) => change(s, the("child-requested", { role: "resume" }), { lockOnDisk: null }),
  ],
  [
    "the lock acquired after the socket was inspected",
    "lock-held-before-spawn",
    (s) => moveBefore(s, the("lock-acquired"), the("child-requested", { role: "resume" })),
  ],
  [
    "the lock acquired after the child was asked for",
    "lock-held-before-spawn",
    (s) => moveBefore(s, the("lock-acquired"), the("watch-ended")),
  ],
  ["a second release", "single-release", (s) => after(s, the("lock-released"), second)],
  [
    "a second release that says it released again",
    "single-release",
    (s) => after(s, the("lock-released"), lockReleased),
  ],
  [
    "released by another nonce",
    "single-release",
    (s) => change(s, the("lock-released"), { nonce: "lock-other" }),
  ],
  [
    "released for another id",
    "single-release",
    (s) => change(s, the("lock-released"), { gardenId: "20300102T030405-ffffff" }),
  ],
  [
    "a release that did not own the lock",
    "single-release",
    (s) => change(s, the("lock-released"), { result: "not-owned" }),
  ],
  [
    "a release that left the lock on disk",
    "single-release",
    (s) => change(s, the("lock-released"), { onDiskAfter: lockNonce }),
  ],
  [
    "released before the watch had ended",
    "release-after-observation",
    (s) => moveBefore(s, the("lock-released"), the("watch-ended")),
  ],
  [
    "released before the child had started",
    "release-after-observation",
    (s) => moveBefore(s, the("lock-released"), the("child-started", { role: "resume" })),
  ],
  [
    "released though the watch saw nothing",
    "release-after-observation",
    (s) =>
      change(s, the("watch-ended"), {
        outcome: {
          kind: "lock-retained",
          reason: "kill-unconfirmed",
          pid: 4200,
          socketPath: "/sockets/1/x",
          lockPath,
          observeTimeoutMs: 30_000,
          killGraceMs: 3_000,
        },
      }),
  ],
  ["a lock left", "no-lock-left", (s) => change(s, the("census"), { locks: [lockPath] })],
  [
    "a reclaim marker left",
    "no-lock-left",
    (s) => change(s, the("census"), { locks: [`${lockPath}.reclaim`] }),
  ],
  [
    "two resume children",
    "mutual-exclusion",
    (s) =>
      before(
        after(
          s,
          the("child-started", { role: "resume" }),
          { ...resumeRequested, child: { dispatch: null, n: 3 } },
          { ...resumeStarted, child: { dispatch: null, n: 3 }, ...other },
        ),
        the("reaped"),
        {
          type: "child-exited",
          child: { dispatch: null, n: 3 },
          role: "resume",
          ...other,
          exitCode: 143,
          signal: null,
        },
      ),
  ],
  [
    "a second holder while the first holds",
    "mutual-exclusion",
    (s) =>
      after(
        s,
        the("lock-acquired"),
        { ...lockAcquired, dispatch: 2, nonce: "lock-b", onDisk: "lock-b" },
        {
          ...lockReleased,
          dispatch: 2,
          nonce: "lock-b",
          onDiskBefore: "lock-b",
        },
      ),
  ],
  [
    "the process was gone at release",
    "socket-answers",
    (s) => change(s, the("process-checked", atRelease), { alive: false }),
  ],
  [
    "the socket file was there, and nobody answered",
    "socket-answers",
    (s) => change(s, the("socket-asked", atRelease), { answer: null, failure: "ECONNREFUSED" }),
  ],
  [
    "another session answered",
    "socket-answers",
    (s) =>
      change(s, the("socket-asked", atRelease), {
        answer: { sessionId: "20300102T030405-ffffff", pid: 4200 },
      }),
  ],
  [
    "the resident was gone after its turn",
    "resident-stays",
    (s) => change(s, the("process-checked", { moment: "after-turn" }), { alive: false }),
  ],
  [
    "the resident did not answer after its turn",
    "resident-stays",
    (s) =>
      change(s, the("socket-asked", { moment: "after-turn" }), {
        answer: null,
        failure: "ENOENT",
      }),
  ],
  [
    "the second message was refused",
    "resident-stays",
    (s) =>
      without(
        without(
          change(s, the("message-sent"), { accepted: false, error: "busy" }),
          line(lines.followUpUser),
        ),
        line(lines.followUpReply),
      ),
  ],
  [
    "the second message was accepted and dropped",
    "resident-stays",
    (s) => without(without(s, line(lines.followUpUser)), line(lines.followUpReply)),
  ],
  [
    "the second message was never answered",
    "resident-stays",
    (s) => without(s, line(lines.followUpReply)),
  ],
  [
    "the resident died of its second message",
    "resident-stays",
    (s) => change(s, the("process-checked", { moment: "after-follow-up" }), { alive: false }),
  ],
  [
    "the resident still answered after it was reaped",
    "no-residue",
    (s) =>
      change(s, the("socket-asked", afterReap), { answer: { sessionId: gardenId, pid: 4200 } }),
  ],
];

const judgements = (sample: Sample) =>
  new Map(judgeCell(evidenceOf(sample)).claims.map((claim) => [claim.name, claim]));

function differences(whole: Sample, damaged: Sample): string[] {
  const sound = judgements(whole);
  return (
    [...judgements(damaged).values()]
      .filter(({ name, verdict }) => sound.get(name)?.verdict !== verdict)
      // With less to compare, another claim may not be asked any more.
      .filter(({ verdict }) => verdict !== "not-applicable")
      .map(({ name, verdict }) => `${name}: ${verdict}`)
  );
}

describe("a resident, locking lane", () => {
  test.each([...shared, ...resident])("%s: only %s", (_, owner, damage) => {
    expect(differences(plainV2, damage(plainV2))).toEqual([`${owner}: violated`]);
    expect(judgeCell(evidenceOf(damage(plainV2))).verdict).toBe("fail");
  });
});

describe("a one-shot lane without a lock", () => {
  test.each(shared)("%s: only %s", (_, owner, damage) => {
    expect(differences(plainV1, damage(plainV1))).toEqual([`${owner}: violated`]);
  });
});

/** What is missing leaves other claims with less to look at: unknown, and never violated. */
const absences: readonly Damage[] = [
  ["no release", "single-release", (s) => without(s, the("lock-released"))],
  [
    "no reply",
    "assistant-replied",
    (s) =>
      change(without(s, reply), line(lines.followUpUser), {
        parentId: `entry-${lines.resumeUser}`,
      }),
  ],
  ["no lock at all", "lock-held-before-spawn", withoutLock],
  ["no watch", "release-after-observation", (s) => without(s, the("watch-ended"))],
];

function withoutLock(sample: Sample): Sample {
  const taken = ["lock-acquired", "lock-released"] as const;
  const bare = taken.reduce((each, type) => without(each, the(type)), sample);
  return change(bare, the("child-requested", { role: "resume" }), { lockOnDisk: null });
}

describe("something missing", () => {
  test.each(absences)("%s: only %s is violated", (_, owner, damage) => {
    const changed = differences(plainV2, damage(plainV2));
    expect(changed.filter((each) => each.endsWith("violated"))).toEqual([`${owner}: violated`]);
  });
});

test("a fault without a proof: only fault-fired", () => {
  const fired = after(withCell(plainV2, { faults: ["slow-disk"] }), the("lock-released"), {
    type: "fault-fired",
    fault: "slow-disk",
    proof: "fsync took 800 ms",
  });
  const unproved = change(fired, the("fault-fired"), { proof: "" });
  expect(differences(fired, unproved)).toEqual(["fault-fired: violated"]);
});

test("a violated claim names events, and its reason names figures", () => {
  for (const [what, owner, damage] of [...shared, ...resident]) {
    const claim = judgements(damage(plainV2)).get(owner);
    expect(claim?.because, what).toMatch(/\d/);
    // What is missing altogether has no event of its own.
    if (!what.includes("without its nonce") && !what.includes("never told")) {
      expect(claim?.events.length, what).toBeGreaterThan(0);
    }
  }
});
