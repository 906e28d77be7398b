// What is said of the socket at the release: who was looked for, who answered and for whom.
import { describe, expect, test } from "vitest";
import type { UnstampedEvent } from "../../../src/evidence/event.ts";
import { socketAnswers } from "../../../src/invariants/claims/socket-answers.ts";
import { died, kill, killed } from "../killed.ts";
import {
  after,
  before,
  change,
  dispatchStarted,
  ending,
  gardenId,
  plainV2,
  resumeRequested,
  resumeStarted,
  type Sample,
  seeded,
  socketPath,
  the,
  v2Cell,
  withCell,
  without,
} from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

const told = toldBy(socketAnswers);

const watch = the("watch-ended");
const check = the("process-checked", { moment: "at-release" });
const ask = the("socket-asked", { moment: "at-release" });
const answer = (sessionId: string, pid: number | null) => ({ answer: { sessionId, pid } });

test("each answer is told with the process that gave it", () => {
  expect(told(plainV2)).toBe("holds: pid 4200 answered at [socket-asked 2]");
  expect(shownBy(socketAnswers)(plainV2)).toEqual([
    "[watch-ended]",
    "[process-checked]",
    "[socket-asked 2]",
  ]);
  const again: UnstampedEvent = {
    type: "socket-asked",
    moment: "at-release",
    path: socketPath,
    failure: null,
    ...answer(gardenId, null),
  };
  // An agent need not say which process it is.
  expect(told(after(plainV2, ask, again))).toBe(
    "holds: pid 4200 answered at [socket-asked 2], pid null answered at [socket-asked 3]",
  );
});

describe("at the release", () => {
  test.each<readonly [says: string, sample: Sample]>([
    [
      "the watch ended with child-exited ([watch-ended]), not with a socket",
      change(plainV2, watch, { outcome: { kind: "child-exited", exitCode: 1, signal: null } }),
    ],
    [
      "[watch-ended] names pid 5, which is no resume child of this cell",
      change(plainV2, watch, { outcome: { kind: "socket-alive", pid: 5 } }),
    ],
    [
      "process 4200 was gone at release ([process-checked])",
      change(plainV2, check, { alive: false }),
    ],
    [
      "[process-checked] saw process 5, which is no resume child",
      change(plainV2, check, { pid: 5 }),
    ],
    [
      `[socket-asked 2] asked /1.sock; the session's socket is ${socketPath}`,
      change(plainV2, ask, { path: "/1.sock" }),
    ],
    [
      `${socketPath} did not answer at release: ECONNREFUSED`,
      change(plainV2, ask, { answer: null, failure: "ECONNREFUSED" }),
    ],
    [
      `${socketPath} answered for session another ([socket-asked 2])`,
      change(plainV2, ask, answer("another", 4200)),
    ],
    [
      `${socketPath} answered from pid 5, not from 4200, 4300`,
      after(change(plainV2, ask, answer(gardenId, 5)), the("child-started", { role: "resume" }), {
        ...resumeStarted,
        child: { dispatch: null, n: 3 },
        pid: 4300,
      }),
    ],
  ])("it is at fault: %s", (says, sample) => {
    expect(told(sample)).toBe(`violated: ${says}`);
  });

  test.each<readonly [says: string, sample: Sample]>([
    ["nobody looked for the process at release", without(plainV2, check)],
    ["nobody asked the control socket at release", without(plainV2, ask)],
  ])("it is open: %s", (says, sample) => {
    expect(told(sample)).toBe(`unknown: ${says}`);
  });
});

describe("a dispatcher that was killed", () => {
  const dead = killed(kill, died("SIGKILL"));
  const excused = "not-applicable: its dispatcher was killed before a release: see resident-stays";
  const unseen =
    "unknown: nobody looked for the process at release; nobody asked the control socket at release";
  const second = { ...dispatchStarted, dispatch: 2 };

  test("excuses the cell where nobody else spawned a child", () => {
    expect(told(dead)).toBe(excused);
    expect(told(before(dead, the("cell-ended"), second))).toBe(excused);
  });

  test("excuses nobody else who did", () => {
    const other = { ...resumeRequested, child: { dispatch: null, n: 3 }, dispatch: 2 };
    expect(told(before(dead, the("cell-ended"), second, other))).toBe(unseen);
  });

  test("is not needed to say that nothing was spawned", () => {
    expect(told({ cell: v2Cell, events: [...seeded, ...ending()] })).toBe(unseen);
  });
});

test("where no socket has to come up it says so", () => {
  expect(told(withCell(plainV2, { expectation: { kind: "delivered" } }))).toBe(
    'not-applicable: scenario plain expects "delivered": no socket has to come up',
  );
});
