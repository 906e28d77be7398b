// What is said of phases that took too long, or were never seen to end.
import { describe, expect, test } from "vitest";
import { bounded } from "../../../src/invariants/claims/bounded.ts";
import { before, change, phase, plainV2, type Sample, the, without } from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

const told = toldBy(bounded);
const seedEnd = the("phase-ended", { phase: "seed" });
const dispatchEnd = the("phase-ended", { phase: "dispatch" });

test("all phases are told with their bounds", () => {
  const end = { type: "cell-ended", interrupted: false } as const;
  const two: Sample = { ...plainV2, events: [...phase("seed"), ...phase("reap"), end] };
  expect(told(two)).toBe("holds: all ended in time: seed 10000 ms, reap 10000 ms");
  expect(shownBy(bounded)(two)).toEqual(["[phase-ended]", "[phase-ended 2]"]);
  const none: Sample = { ...plainV2, events: [end] };
  expect(told(none)).toBe("unknown: no phase was recorded");
});

describe("a phase", () => {
  test.each<readonly [says: string, sample: Sample]>([
    [
      "violated: dispatch ran into its 10000 ms ([phase-ended 5]): no exit",
      change(plainV2, dispatchEnd, { outcome: "timed-out", because: "no exit" }),
    ],
    [
      "unknown: seed ran into its 10000 ms ([phase-ended 3]): no exit; the subject had not been asked by then",
      change(plainV2, seedEnd, { outcome: "timed-out", because: "no exit" }),
    ],
    ["violated: seed ([phase-started 3], 10000 ms) never ended", without(plainV2, seedEnd)],
    [
      "unknown: seed was interrupted ([phase-ended 3])",
      change(plainV2, seedEnd, { outcome: "interrupted" }),
    ],
  ])("is told: %s", (says, sample) => {
    expect(told(sample)).toBe(says);
  });

  test("of the gate's own looks is no fault of a subject whose processes are all gone", () => {
    const slow = change(plainV2, the("phase-ended", { phase: "reap" }), { outcome: "timed-out" });
    const looked = { type: "tools-left", moment: "reaped", processes: [] } as const;
    const end = the("phase-ended", { phase: "reap" });
    expect(told(before(slow, end, looked))).toMatch(
      /^unknown: reap ran into its \d+ ms \(\[phase-ended[ \d]*\]\); every process was gone by then$/,
    );
    const another = { type: "reaped", pid: 9, startTime: "9", how: "survived" } as const;
    expect(told(before(slow, end, looked, { ...another, verified: false }))).toMatch(/^violated: /);
    const asking = change(plainV2, dispatchEnd, { outcome: "timed-out" });
    expect(told(before(asking, end, looked))).toMatch(/^violated: dispatch ran into its /);
    const killed = { type: "tools-left", moment: "seed-killed", processes: [] } as const;
    expect(told(before(without(slow, the("tools-left")), end, killed))).toMatch(
      /^violated: reap ran into its /,
    );
    const survived = change(slow, the("reaped"), { how: "survived", verified: false });
    expect(told(before(survived, end, looked))).toMatch(/^violated: reap ran into its /);
    expect(told(without(slow, the("tools-left")))).toMatch(/^violated: reap ran into its /);
  });

  test("that began once more has to end once more", () => {
    const again = before(plainV2, the("cell-ended"), ...phase("seed").slice(0, 1));
    expect(told(again)).toMatch(/^violated: seed .* never ended$/);
  });
});
