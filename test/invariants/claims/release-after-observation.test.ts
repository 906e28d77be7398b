// What is said of the knowledge on which a lock was released.
import { describe, expect, test } from "vitest";
import type { Expectation } from "../../../src/evidence/cell.ts";
import type { UnstampedEvent, WatchOutcome } from "../../../src/evidence/event.ts";
import { releaseAfterObservation } from "../../../src/invariants/claims/release-after-observation.ts";
import { died, kill, killed } from "../killed.ts";
import {
  after,
  before,
  change,
  dispatchStarted,
  ending,
  lockAcquired,
  lockPath,
  lockReleased,
  moveBefore,
  phase,
  plainV2,
  resumeRequested,
  resumeStarted,
  type Sample,
  seeded,
  the,
  v2Cell,
  withCell,
  without,
} from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

const told = toldBy(releaseAfterObservation);

const exit = the("child-exited", { role: "resume" });
const release = the("lock-released");
const exitedFirst = moveBefore(plainV2, exit, release);
const blind: WatchOutcome = {
  kind: "lock-retained",
  reason: "kill-unconfirmed",
  pid: 4200,
  socketPath: "/1",
  lockPath,
  observeTimeoutMs: 30_000,
  killGraceMs: 3_000,
};
const startFailed: UnstampedEvent = {
  type: "child-start-failed",
  child: { dispatch: null, n: 2 },
  code: "EAGAIN",
  message: "",
};

describe("a release", () => {
  test("is told with all that was seen before it", () => {
    const second = { dispatch: 2, nonce: "lock-b" };
    const twice = after(
      exitedFirst,
      release,
      { ...lockAcquired, ...second },
      { ...resumeRequested, child: { dispatch: null, n: 3 }, dispatch: 2 },
      { ...startFailed, child: { dispatch: null, n: 3 } } as UnstampedEvent,
      { ...lockReleased, ...second },
    );
    expect(told(twice)).toBe(
      "holds: released ([lock-released], [lock-released 2]) after socket-alive ([watch-ended]), " +
        "the exit of 4200 ([child-exited 2]), a start that failed with EAGAIN ([child-start-failed])",
    );
    expect(shownBy(releaseAfterObservation)(twice)).toEqual([
      "[watch-ended]",
      "[child-exited 2]",
      "[child-start-failed]",
      "[lock-released]",
      "[lock-released 2]",
    ]);
  });

  test("may rest on the exit alone, though the watch saw nothing", () => {
    const outcome = { outcome: blind };
    expect(told(change(exitedFirst, the("watch-ended"), outcome))).toBe(
      "holds: released ([lock-released]) after the exit of 4200 ([child-exited 2])",
    );
  });

  test.each<readonly [what: string, says: string, sample: Sample]>([
    [
      "on a timeout",
      "although the watch saw nothing in 30000 ms (kill-unconfirmed, [watch-ended])",
      change(plainV2, the("watch-ended"), { outcome: blind }),
    ],
    [
      "ahead of the watch's end",
      "before anything was observed; socket-alive ([watch-ended]) came later",
      moveBefore(plainV2, release, the("watch-ended")),
    ],
    [
      "ahead of the exit",
      "before anything was observed; the exit of 4200 ([child-exited 2]) came later",
      without(plainV2, the("watch-ended")),
    ],
    [
      "ahead of the failed start",
      "before anything was observed; " +
        "a start that failed with EAGAIN ([child-start-failed]) came later",
      after(without(without(plainV2, the("watch-ended")), exit), release, startFailed),
    ],
  ])("%s is told as such", (_, says, sample) => {
    expect(told(sample)).toBe(`violated: [lock-released] released ${says}`);
  });

  test("on nothing at all is told as such", () => {
    expect(told(without(without(plainV2, the("watch-ended")), exit))).toBe(
      "violated: [lock-released] released, " +
        "and no watch, exit or failed start of dispatch 1 was seen",
    );
  });
});

const expecting = (expectation: Expectation, sample: Sample) => withCell(sample, { expectation });
const nothingToJudge = "unknown: no lock was released, so there is no release to judge";

describe("a lock that nobody released", () => {
  const open = without(plainV2, release);
  const unseen = change(open, the("watch-ended"), { outcome: blind });
  const retained = { kind: "retained" } as const;

  test("was rightly kept where that is the scenario, and the watch saw nothing", () => {
    expect(told(expecting(retained, unseen))).toBe(
      "holds: nothing was observed ([watch-ended]), and nothing was released",
    );
  });

  test.each<readonly [what: string, sample: Sample]>([
    ["the scenario does not say so", unseen],
    ["the watch saw the child", expecting(retained, open)],
    ["nobody watched", expecting(retained, without(open, the("watch-ended")))],
  ])("tells nothing where %s", (_, sample) => {
    expect(told(sample)).toBe(nothingToJudge);
  });

  const dead = killed(kill, died("SIGKILL"));

  test("was left by a dispatcher that died", () => {
    expect(told(dead)).toBe(
      "holds: its dispatcher died ([child-exited 2]), and nothing was released",
    );
  });

  test("tells nothing where another dispatcher lived on", () => {
    const both = before(dead, the("cell-ended"), {
      ...resumeRequested,
      child: { dispatch: null, n: 3 },
      dispatch: 2,
    });
    expect(told(both)).toBe(nothingToJudge);
  });
});

describe("without a release", () => {
  const dispatched = (...events: readonly UnstampedEvent[]): Sample => ({
    cell: v2Cell,
    events: [...seeded, ...phase("dispatch", dispatchStarted, ...events), ...ending()],
  });
  const due: readonly Expectation[] = [
    { kind: "refused", reason: "bad-target", observedLiveness: null },
    { kind: "threw", message: "" },
    { kind: "sent" },
    { kind: "delivered" },
  ];

  test.each(due)(
    'there was nothing to wait for where the scenario expects "$kind"',
    (expectation) => {
      expect(told(expecting(expectation, dispatched()))).toBe(
        "not-applicable: no child was spawned, so no release had to wait for one",
      );
      expect(told(expecting(expectation, dispatched(resumeRequested, resumeStarted)))).toBe(
        nothingToJudge,
      );
    },
  );

  test("nothing can be said where a child was due and none was spawned", () => {
    expect(told(dispatched())).toBe(nothingToJudge);
  });
});
