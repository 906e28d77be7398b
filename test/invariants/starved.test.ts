// A child that was let do nothing accuses nobody, and excuses nothing but its own lateness.
import { describe, expect, test } from "vitest";
import { decodeEvidence, encodeEvidence } from "../../src/evidence/codec.ts";
import type { UnstampedEvent } from "../../src/evidence/event.ts";
import type { EndedWait } from "../../src/evidence/processor.ts";
import { judgeCell } from "../../src/invariants/judge.ts";
import { normalisedReason } from "../../src/matrix/summary/normalise.ts";
import type { CellResult } from "../../src/matrix/summary/result.ts";
import {
  after,
  assistant,
  before,
  change,
  evidenceOf,
  line,
  lines,
  lockPath,
  lockReleased,
  moveBefore,
  paths,
  plainV2,
  resumeChild,
  resumeMessage,
  resumeRequested,
  resumeStarted,
  type Sample,
  seedChild,
  socketPath,
  the,
  user,
  withCell,
  without,
} from "./sample.ts";
import {
  atLeisure,
  exited,
  starving,
  tooLate,
  turnless,
  unanswered,
  undying,
  untold,
  waited,
} from "./starved.ts";

const verdictOf = (sample: Sample) => judgeCell(evidenceOf(sample)).verdict;
const accused = (sample: Sample) =>
  judgeCell(evidenceOf(sample))
    .claims.filter(({ verdict }) => verdict === "violated")
    .map(({ name }) => name);
const reasons = (sample: Sample, name: string) =>
  judgeCell(evidenceOf(sample)).claims.find((claim) => claim.name === name)?.because;

type Story = (wait: EndedWait) => Sample;

const reaped = the("reaped", resumeChild);
const survivor: Story = (wait) => {
  const left = { processes: [{ ...resumeChild, arguments: "pi" }] };
  const survived = { how: "survived", verified: false, ...wait };
  return change(change(plainV2, reaped, survived), the("census"), left);
};

/** A resident that says nothing of its turn, and came to none. */
const silent: Story = (wait) =>
  without(
    withCell(turnless(wait), { traits: { resident: true, locking: true, silentOnTurn: true } }),
    the("turn-reported"),
  );

const unreported: Story = (wait) => {
  const turn = {
    kind: "not-observed",
    because: "the turn did not settle within 10000 ms",
  } as const;
  const open = change(plainV2, the("dispatch-returned"), ({ outcome }) => ({
    outcome: { ...(outcome as object), turn: null },
  }));
  const reported: UnstampedEvent = { type: "turn-reported", dispatch: 1, turn, ...wait };
  return after(open, the("turn-settled", { turn: "resume" }), reported);
};

const untaken: Story = (wait) => {
  const gone = [line(lines.followUpUser), line(lines.followUpReply)].reduce(without, plainV2);
  const refused = { accepted: false, error: "no-answer", ...wait };
  return change(gone, the("message-sent"), refused);
};

const lost: Story = (wait) => {
  const hung = change(plainV2, the("phase-ended", { phase: "dispatch" }), {
    outcome: "timed-out",
    ...wait,
  });
  return without(hung, the("dispatch-returned"));
};

const refusing: Story = (wait) => {
  const refused = { kind: "refused", reason: "bad-target", observedLiveness: null } as const;
  return withCell(lost(wait), { expectation: refused });
};

/** One of two was to go ahead, and neither of them came back. */
const contended: Story = (wait) => {
  const others = [{ reason: "target-locked", observedLiveness: null }] as const;
  return withCell(lost(wait), { expectation: { kind: "resumed", others } });
};

const amongStrangers: Story = (wait) =>
  before(lost(wait), the("dispatch-started"), {
    type: "file-fingerprint",
    moment: "before-resume",
    path: `${paths.sessionDirectory}/a.jsonl`,
    kind: "symlink",
    sha256: null,
    stranger: true,
  });

const starvedSignal = {
  type: "signal-sent",
  ...resumeChild,
  signal: "SIGTERM",
  by: "subject",
  result: "sent",
  ...starving,
} as const;

/** What is violated in each of them where nobody knows of a processor. */
const stories: readonly (readonly [what: string, story: Story, claims: readonly string[]])[] = [
  [
    "a child that had not served when it was ended",
    tooLate,
    ["socket-answers", "resident-stays", "turn-outcome", "assistant-replied"],
  ],
  [
    "a child that was not let end either",
    (wait) => undying(wait, wait),
    ["single-release", "no-lock-left", "resident-stays", "turn-outcome", "assistant-replied"],
  ],
  ["a child that came to no turn", turnless, ["resident-stays", "assistant-replied", "bounded"]],
  [
    "one of which nobody says how its turn ended",
    silent,
    ["resident-stays", "assistant-replied", "one-turn", "bounded"],
  ],
  [
    "one that did not answer at release",
    (wait) => unanswered("at-release", wait),
    ["socket-answers"],
  ],
  [
    "one that did not answer after its turn",
    (wait) => unanswered("after-turn", wait),
    ["resident-stays"],
  ],
  ["one that did not take a message", untaken, ["resident-stays"]],
  ["one that did not tell how its turn ended", unreported, ["turn-outcome"]],
  ["one that was not let die", survivor, ["no-residue"]],
  ["a dispatch that did not come back", lost, ["turn-outcome", "bounded"]],
  ["a refusal that did not come", refusing, ["bounded", "refused-cleanly"]],
  ["two of which none came back", contended, ["turn-outcome", "bounded", "refused-cleanly"]],
  [
    "a dispatch among strangers that did not come back",
    amongStrangers,
    ["turn-outcome", "bounded", "strangers-spared"],
  ],
];

describe.each(stories)("%s", (_, story, claims) => {
  test("is accused where it could run for more than half of the wait", () => {
    expect(accused(story(atLeisure))).toEqual(claims);
  });

  test("is accused where nobody knows", () => {
    expect(accused(story(untold))).toEqual(claims);
    expect(accused(story({ processorWaits: { ofMs: 30_000, processes: [] } }))).toEqual(claims);
  });

  test.each([
    ["for half of the wait", waited(15_000)],
    ["for most of it", starving],
  ])("makes the cell unknown where it was given no processor %s", (_how, wait) => {
    expect(accused(story(wait))).toEqual([]);
    expect(verdictOf(story(wait))).toBe("unknown");
    for (const claim of claims) {
      expect(reasons(story(wait), claim)).toMatch(
        /; but the machine gave process 4200 no processor for \d+ ms of 30000 ms \(event \d+\)/,
      );
    }
  });
});

test("who waited and hardly ever ran cannot have seen it; now and then is enough", () => {
  const own = (waitedMs: number): EndedWait => ({
    processorWaits: { ofMs: 30_000, processes: [{ pid: 4000, child: null, waitedMs }] },
  });
  expect(accused(tooLate(own(22_499)))).toContain("socket-answers");
  expect(accused(tooLate(own(22_500)))).toEqual([]);
  expect(reasons(tooLate(own(22_500)), "socket-answers")).toContain(
    "; but the machine gave process 4000, which waited, no processor for 22500 ms of 30000 ms",
  );
});

test("of several the one that was kept most is named", () => {
  const processes = [
    { pid: 4000, child: null, waitedMs: 22_000 },
    { pid: 4100, child: { dispatch: null, n: 1 }, waitedMs: 16_000 },
    { pid: 4200, child: { dispatch: null, n: 2 }, waitedMs: 17_000 },
  ];
  const wait = { processorWaits: { ofMs: 30_000, processes } };
  expect(reasons(tooLate(wait), "turn-outcome")).toContain("gave process 4200 no processor");
});

describe("another child of the cell that was given no processor", () => {
  const beside = (waitedMs: number, child = resumeChild.pid): EndedWait => ({
    processorWaits: {
      ofMs: 30_000,
      processes: [
        { pid: 4000, child: null, waitedMs: 12 },
        { pid: child, child: { dispatch: null, n: 2 }, waitedMs },
        { pid: 4300, child: { dispatch: null, n: 3 }, waitedMs: 29_700 },
      ],
    },
  });

  test.each<readonly [what: string, story: Story]>([
    ["had not served when it was ended", tooLate],
    ["was not let end either", (wait) => undying(wait, wait)],
    ["did not answer at release", (wait) => unanswered("at-release", wait)],
    ["did not answer after its turn", (wait) => unanswered("after-turn", wait)],
    ["was not let die", survivor],
  ])("does not excuse one that slept and %s", (_, story) => {
    expect(accused(story(beside(0)))).toEqual(accused(story(untold)));
    expect(accused(story(beside(15_000)))).toEqual([]);
  });

  test("excuses one of which nobody knows how long it waited", () => {
    expect(accused(tooLate(beside(0, 4400)))).toEqual([]);
  });
});

test("two cells that were starved alike have one reason", () => {
  const reasonOf = (wait: EndedWait) => {
    const result = { target: plainV2.cell.target, gardenId: plainV2.cell.gardenId } as CellResult;
    return normalisedReason(reasons(tooLate(wait), "turn-outcome") ?? "", result);
  };
  expect(reasonOf(waited(29_700))).toBe(reasonOf(waited(30_011, 30_012)));
});

test("what was recorded is read back from the journal, and judged alike", () => {
  const evidence = evidenceOf(undying());
  const read = decodeEvidence(encodeEvidence(evidence)).evidence;
  expect(judgeCell(read)).toEqual(judgeCell(evidence));
});

test("a wait of no length excuses nothing", () => {
  const processes = [{ pid: 4200, child: { dispatch: null, n: 2 }, waitedMs: 0 }];
  const wait = { processorWaits: { ofMs: 0, processes } };
  expect(accused(tooLate(wait))).toContain("socket-answers");
});

test("a judgement names the wait that it rests on, beside what it found", () => {
  const evidence = evidenceOf(undying());
  const claim = judgeCell(evidence).claims.find(({ name }) => name === "single-release");
  const types = claim?.events.map((seq) => evidence.events[seq]?.type);
  expect(types).toEqual(["lock-acquired", "watch-ended"]);
});

describe("a starved wait does not excuse", () => {
  const released = lockReleased;
  const second = { ...resumeChild, pid: 4300, startTime: "910999" };
  const phase = (name: string) => the("phase-ended", { phase: name });

  test.each<readonly [what: string, claims: readonly string[], sample: Sample]>([
    [
      "a lock that was given back twice",
      ["single-release"],
      after(tooLate(), the("lock-released"), released),
    ],
    [
      "a lock that was kept although its child had ended",
      ["single-release"],
      without(tooLate(), the("lock-released")),
    ],
    [
      "a lock that lay there besides",
      ["no-lock-left"],
      change(undying(), the("census"), { locks: [lockPath, `${lockPath}.reclaim`] }),
    ],
    [
      "a lock that was left by a child which had ended",
      ["no-lock-left"],
      change(tooLate(), the("census"), { locks: [lockPath] }),
    ],
    [
      "a lock that the gate cleared for nobody",
      ["no-lock-left"],
      after(tooLate(), reaped, { type: "swept", kind: "lock", path: lockPath }),
    ],
    [
      "a child that was ended at leisure and not let end: only the lock",
      ["resident-stays", "turn-outcome", "assistant-replied"],
      undying(atLeisure),
    ],
    [
      "a child that was let end, and did not: its lock",
      ["single-release", "no-lock-left"],
      undying(starving, waited(1_000, 3_000)),
    ],
    [
      "a signal that came after the watch had ended",
      [
        "socket-answers",
        "resident-stays",
        "turn-outcome",
        "assistant-replied",
        "signals-own-children",
      ],
      moveBefore(tooLate(), the("signal-sent"), the("dispatch-returned")),
    ],
    [
      "the gate's own signal",
      ["socket-answers", "resident-stays", "turn-outcome", "assistant-replied"],
      change(tooLate(), the("signal-sent"), { by: "gate" }),
    ],
    [
      "a signal to somebody else",
      ["socket-answers", "resident-stays", "turn-outcome", "assistant-replied"],
      change(tooLate(), the("signal-sent"), { startTime: "1" }),
    ],
    [
      "a resident that had served and was ended later",
      ["resident-stays"],
      after(
        change(plainV2, the("process-checked", { moment: "after-turn" }), { alive: false }),
        the("watch-ended"),
        starvedSignal,
      ),
    ],
    [
      "a wrong answer that did come",
      ["turn-outcome", "assistant-replied", "context-recalled"],
      before(
        turnless(),
        the("turn-settled", { turn: "resume" }),
        user(5, resumeMessage),
        assistant(6, "no"),
      ),
    ],
    [
      "a wrong answer to the second message",
      ["resident-stays"],
      change(change(plainV2, line(lines.followUpReply), { text: "no" }), phase("residency"), {
        outcome: "timed-out",
        ...starving,
      }),
    ],
    [
      "a turn that ended otherwise than by its bound",
      ["resident-stays", "assistant-replied"],
      change(
        ["user-turn", "assistant-turn", "residency"].reduce(
          (sample, name) => change(sample, phase(name), { outcome: "done" }),
          turnless(),
        ),
        the("turn-settled"),
        { because: "child-exited" },
      ),
    ],
    [
      "a turn that was said to have failed",
      ["turn-outcome"],
      change(unreported(starving), the("turn-reported"), {
        turn: { kind: "failed", stopReason: "error", message: "no" },
      }),
    ],
    [
      "a message that was refused",
      ["resident-stays"],
      change(untaken(untold), the("message-sent"), { error: "busy" }),
    ],
    [
      "somebody else who lives on, or a file",
      ["no-residue"],
      change(survivor(starving), the("census"), {
        processes: [
          { ...resumeChild, arguments: "pi" },
          { ...seedChild, arguments: "pi" },
        ],
      }),
    ],
    [
      "a file beside a process that was not let die",
      ["no-residue"],
      change(survivor(starving), the("census"), { strayFiles: [`${paths.root}/stray`] }),
    ],
    [
      "a dispatch that threw",
      ["turn-outcome"],
      change(
        after(without(tooLate(), the("dispatch-returned")), the("lock-released"), {
          type: "dispatch-threw",
          dispatch: 1,
          message: "EIO",
        }),
        the("census"),
        {},
      ),
    ],
    [
      "a process that nobody started",
      ["resident-stays"],
      change(tooLate(), the("process-checked", { moment: "after-turn" }), { pid: 5 }),
    ],
    [
      "a signal to another number",
      [
        "socket-answers",
        "resident-stays",
        "turn-outcome",
        "assistant-replied",
        "signals-own-children",
      ],
      change(tooLate(), the("signal-sent"), { pid: 5 }),
    ],
    [
      "a dispatch that did not come back, where only the turn was starved",
      ["turn-outcome"],
      change(change(lost(untold), phase("dispatch"), { outcome: "done" }), phase("user-turn"), {
        outcome: "timed-out",
        ...starving,
      }),
    ],
    [
      "two of which one threw",
      ["turn-outcome", "refused-cleanly"],
      after(contended(starving), the("lock-released"), {
        type: "dispatch-threw",
        dispatch: 1,
        message: "EIO",
      }),
    ],
    [
      "a dispatch that did not come back, in a phase that ended otherwise",
      ["turn-outcome"],
      change(lost(starving), phase("dispatch"), { outcome: "done" }),
    ],
    [
      "another dispatch's child that was let run",
      ["lock-held-before-spawn", "assistant-replied"],
      after(
        tooLate(),
        the("dispatch-returned"),
        { type: "dispatch-started", dispatch: 2, intent: "owned-outcome" },
        { ...resumeRequested, child: { dispatch: null, n: 3 }, dispatch: 2 },
        { ...resumeStarted, ...second, child: { dispatch: null, n: 3 } },
        { ...exited, ...second, child: { dispatch: null, n: 3 } } as UnstampedEvent,
      ),
    ],
  ])("%s", (_, claims, sample) => {
    expect(accused(sample)).toEqual(claims);
  });
});

const thirdChild = { child: { dispatch: null, n: 3 } } as const;

test("a second dispatch is judged by its own wait", () => {
  const second = { ...resumeChild, pid: 4300, startTime: "910999" };
  const watch = { kind: "child-exited", exitCode: 1, signal: null } as const;
  const outcome = { kind: "resumed", watch, lockDirty: null, turn: null } as const;
  const both = (first: EndedWait, then: EndedWait) =>
    after(
      tooLate(first),
      the("dispatch-returned"),
      { type: "dispatch-started", dispatch: 2, intent: "owned-outcome" },
      { ...resumeRequested, ...thirdChild, dispatch: 2 },
      { ...resumeStarted, ...second, ...thirdChild },
      { ...starvedSignal, ...second, ...then },
      { ...exited, ...second, ...thirdChild } as UnstampedEvent,
      { type: "watch-ended", dispatch: 2, outcome: watch },
      { type: "dispatch-returned", dispatch: 2, outcome },
    );
  // The second one is there, and does not answer.
  const later = change(
    both(starving, atLeisure),
    the("process-checked", { moment: "after-turn" }),
    { ...second, alive: true },
  );
  expect(accused(later)).toContain("resident-stays");
  for (const claim of ["socket-answers", "assistant-replied", "turn-outcome"]) {
    expect(accused(both(starving, atLeisure))).toContain(claim);
    expect(accused(both(atLeisure, starving))).toContain(claim);
    expect(accused(both(starving, starving))).not.toContain(claim);
  }
});

test("a dispatch that started two children is judged by the one that it ended", () => {
  const two = before(
    tooLate(),
    the("signal-sent"),
    { ...resumeRequested, ...thirdChild },
    { ...resumeStarted, ...thirdChild, pid: 4300, startTime: "910999" },
  );
  expect(accused(two)).toContain("mutual-exclusion");
  expect(accused(two)).not.toContain("socket-answers");
  expect(accused(two)).not.toContain("resident-stays");
});

test("one that was refused beside it takes nothing from the excuse", () => {
  const outcome = {
    kind: "rejected",
    reason: "target-locked",
    observedLiveness: null,
    message: "held",
    holder: null,
  } as const;
  const beside = after(
    tooLate(),
    the("dispatch-returned"),
    { type: "dispatch-started", dispatch: 2, intent: "owned-outcome" },
    { type: "dispatch-returned", dispatch: 2, outcome },
  );
  expect(accused(beside)).not.toContain("assistant-replied");
});

test("a child that served for an instant, when it had been told to end, is starved as well", () => {
  const watch = { kind: "socket-alive", pid: resumeChild.pid } as const;
  const seen = change(tooLate(), the("watch-ended"), { outcome: watch });
  const failed = { kind: "failed", stopReason: null, message: "it ended" };
  const told = change(seen, the("dispatch-returned"), {
    outcome: { kind: "resumed", watch, lockDirty: null, turn: failed },
  });
  const asked = after(told, the("process-checked", { moment: "at-release" }), {
    type: "socket-asked",
    moment: "at-release",
    path: socketPath,
    answer: null,
    failure: "ECONNREFUSED",
  });
  expect(accused(asked)).toEqual([]);
  expect(accused(change(asked, the("signal-sent"), { ...atLeisure }))).toEqual([
    "socket-answers",
    "resident-stays",
    "assistant-replied",
  ]);
});

test("what was unknown before is told as it was", () => {
  const short = change(tooLate(), the("cell-ended"), { interrupted: true });
  expect(reasons(short, "turn-outcome")).toMatch(/; but the cell was interrupted$/);
});

describe("a turn that was to be taken up again", () => {
  const recovering = (sample: Sample) =>
    withCell(sample, { expectation: { kind: "turn-failed", recovers: true } });
  const asRecovery = (because: string, wait: EndedWait) => {
    const failed = change(turnless(untold), the("turn-settled"), { because: "child-exited" });
    const recovery = change(failed, the("turn-settled", { turn: "follow-up" }), {
      turn: "recovery",
      because,
    });
    const done = { outcome: "done", processorWaits: undefined };
    const ended = ["user-turn", "assistant-turn"].reduce(
      (sample, phase) => change(sample, the("phase-ended", { phase }), done),
      recovery,
    );
    return recovering(change(ended, the("phase-ended", { phase: "residency" }), { ...wait }));
  };

  test("and was not let be is no failure of it", () => {
    expect(accused(asRecovery("timed-out", starving))).not.toContain("assistant-replied");
    expect(accused(asRecovery("timed-out", atLeisure))).toContain("assistant-replied");
    expect(accused(asRecovery("child-exited", starving))).toContain("assistant-replied");
  });

  test("by a child that was not let serve is none either", () => {
    expect(accused(recovering(tooLate()))).not.toContain("assistant-replied");
    expect(accused(recovering(tooLate(atLeisure)))).toContain("assistant-replied");
  });
});

describe("a start that was to fail", () => {
  const failing = (sample: Sample) =>
    withCell(sample, { expectation: { kind: "start-failed", watch: "child-exited" } });

  test("is unknown where its child was not let end", () => {
    expect(accused(failing(undying(atLeisure)))).not.toContain("turn-outcome");
    expect(accused(failing(undying(starving, waited(1_000, 3_000))))).toContain("turn-outcome");
  });
});

test("a one-shot that the subject had to end is judged by the wait until then", () => {
  const oneShot = (wait: EndedWait) =>
    without(
      withCell(tooLate(wait), { lane: "v1", traits: { resident: false, locking: false } }),
      the("watch-ended"),
    );
  expect(accused(oneShot(starving))).toEqual([]);
  expect(accused(oneShot(atLeisure))).toContain("assistant-replied");
});
