// Which events belong to which dispatch, and which of them died with its process.
import { describe, expect, test } from "vitest";
import type { UnstampedEvent } from "../../../src/evidence/event.ts";
import { dispatchesOf } from "../../../src/invariants/reading/dispatches.ts";
import { died, kill, killed } from "../killed.ts";
import {
  after,
  before,
  change,
  dispatchStarted,
  evidenceOf,
  plainV2,
  resumeChild,
  resumeRequested,
  type Sample,
  the,
  without,
} from "../sample.ts";

const dispatches = (sample: Sample) => dispatchesOf(evidenceOf(sample));

describe("the dispatches of a cell", () => {
  test("come in the order of their numbers, whichever event of them arrived first", () => {
    const late = before(plainV2, the("dispatch-started"), { ...dispatchStarted, dispatch: 10 });
    const later = before(late, the("dispatch-started"), { ...dispatchStarted, dispatch: 2 });
    expect(dispatches(later).map(({ number }) => number)).toEqual([1, 2, 10]);
  });

  test("begin with 0 for children that belong to none", () => {
    const stray = after(plainV2, the("watch-ended"), {
      ...resumeRequested,
      child: { dispatch: null, n: 3 },
      dispatch: null,
    });
    const [nobodys, first] = dispatches(stray);
    expect([nobodys?.number, first?.number]).toEqual([0, 1]);
    expect(nobodys?.children.map(({ child }) => child.n)).toEqual([3]);
  });

  test("have what was said of their turn later", () => {
    const turn = { kind: "not-observed", because: "" } as const;
    const reports = [2, 1].map(
      (dispatch): UnstampedEvent => ({ type: "turn-reported", dispatch, turn }),
    );
    const [first] = dispatches(after(plainV2, the("dispatch-returned"), ...reports));
    expect(first?.reported?.dispatch).toBe(1);
  });
});

describe("a dispatch was killed", () => {
  const deaths = (sample: Sample) => dispatches(sample).map((each) => each.killed?.pid);
  const dead = killed(kill, died("SIGKILL"));

  test("where its own process died by a signal", () => {
    expect(deaths(dead)).toEqual([4700]);
    expect(deaths(killed(died(null, 1)))).toEqual([undefined]);
  });

  test("not where it had come back or thrown before", () => {
    const threw = { type: "dispatch-threw", dispatch: 1, message: "" } as const;
    expect(deaths(after(dead, the("lock-acquired"), threw))).toEqual([undefined]);
    const back = plainV2.events.filter(({ type }) => type === "dispatch-returned");
    expect(deaths(after(dead, the("lock-acquired"), ...back))).toEqual([undefined]);
  });

  test("not where only its child died by a signal", () => {
    const signalled = { exitCode: null, signal: "SIGTERM" };
    const lost = without(plainV2, the("dispatch-returned"));
    const childless = change(lost, the("child-exited", { role: "resume" }), signalled);
    expect(deaths(childless)).toEqual([undefined]);
  });

  test("not where the process of another one died", () => {
    const second = { ...dispatchStarted, dispatch: 2 };
    expect(deaths(before(dead, the("cell-ended"), second))).toEqual([4700, undefined]);
    const own: UnstampedEvent = {
      type: "child-requested",
      child: { dispatch: null, n: 8 },
      role: "dispatcher",
      dispatch: 2,
      arguments: [],
      workingDirectory: "/cells/one",
      marker: null,
      lockOnDisk: null,
    };
    const both = before(dead, the("dispatch-started"), own, second);
    expect(deaths(both)).toEqual([4700, undefined]);
    const exit: UnstampedEvent = {
      type: "child-exited",
      child: { dispatch: null, n: 8 },
      role: "dispatcher",
      ...resumeChild,
      exitCode: null,
      signal: "SIGKILL",
    };
    expect(deaths(before(both, the("cell-ended"), exit))).toEqual([4700, resumeChild.pid]);
  });
});
