// What is said of the locks at the end: none, or just the one that has to stay.
import { describe, expect, test } from "vitest";
import type { Expectation } from "../../../src/evidence/cell.ts";
import type { DispatchOutcome, UnstampedEvent, WatchOutcome } from "../../../src/evidence/event.ts";
import { noLockLeft } from "../../../src/invariants/claims/no-lock-left.ts";
import {
  before,
  change,
  dispatchStarted,
  lockPath,
  plainV2,
  resumeChild,
  type Sample,
  socketPath,
  the,
  withCell,
  without,
} from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

const told = toldBy(noLockLeft);
const shown = shownBy(noLockLeft);

const expecting = (expectation: Expectation, sample: Sample) => withCell(sample, { expectation });
const sweep = (path: string): UnstampedEvent => ({ type: "swept", kind: "lock", path });
const left = (...locks: readonly string[]) => change(plainV2, the("census"), { locks });

describe("a cell that keeps no lock", () => {
  test("says who looked for one", () => {
    expect(told(plainV2)).toBe("holds: [census]: no lock and no reclaim marker");
    expect(told(without(plainV2, the("census")))).toBe(
      "unknown: nobody looked for locks at the end",
    );
  });

  test("names all that was left", () => {
    expect(told(left("/1.lock", "/1.lock.reclaim"))).toBe(
      "violated: left behind: /1.lock, /1.lock.reclaim ([census])",
    );
  });

  test("names all that the gate had to clear", () => {
    expect(told(before(plainV2, the("census"), sweep("/1.lock"), sweep("/2.lock")))).toBe(
      "violated: the gate had to clear /1.lock ([swept]), /2.lock ([swept 2])",
    );
  });

  test("is excused by a refusal only where the lock itself is why", () => {
    const refusal = (reason: "target-locked" | "bad-target") =>
      expecting({ kind: "refused", reason, observedLiveness: null }, left(lockPath));
    expect(told(refusal("target-locked"))).toBe(
      "not-applicable: the scenario's own lock stands: see refused-cleanly",
    );
    expect(told(refusal("bad-target"))).toMatch(/^violated: left behind/);
  });
});

describe("a lock that has to stay", () => {
  const watch = {
    ...({ kind: "lock-retained", reason: "kill-unconfirmed", pid: resumeChild.pid } as const),
    socketPath,
    lockPath,
    observeTimeoutMs: 1_500,
    killGraceMs: 800,
  };
  const back = (outcome: DispatchOutcome, sample: Sample = plainV2): Sample =>
    expecting({ kind: "retained" }, change(sample, the("dispatch-returned"), { outcome }));
  const retained = (fields: Partial<typeof watch> | { pid: null; reason?: string } = {}): Sample =>
    back({
      kind: "resumed",
      lockDirty: null,
      turn: null,
      watch: { ...watch, ...fields } as WatchOutcome,
    });
  const stayed = before(retained(), the("census"), sweep(lockPath));

  test("stayed where the gate swept it, or still saw it", () => {
    const says = `holds: ${lockPath} was still there, retained for pid 4200 (kill-unconfirmed)`;
    expect(told(stayed)).toBe(says);
    expect(shown(stayed)).toEqual(["[dispatch-returned]", "[swept]"]);
    const seen = change(retained(), the("census"), { locks: [lockPath] });
    expect(told(seen)).toBe(says);
    expect(shown(seen)).toEqual(["[dispatch-returned]", "[census]"]);
  });

  test("was gone where only another one was swept", () => {
    expect(told(before(retained(), the("census"), sweep("/2.lock")))).toBe(
      `violated: ${lockPath} was reported as retained and was gone`,
    );
  });

  test.each<readonly [what: string, says: string, fields: object]>([
    ["names another lock", `names /1.lock, not ${lockPath}`, { lockPath: "/1.lock" }],
    ["names no socket", "names no socket", { socketPath: "" }],
    ["names no process", "names no pid, yet a kill was unconfirmed", { pid: null }],
  ])("needs more than a diagnostic that %s", (_, says, fields) => {
    const sample = before(retained(fields), the("census"), sweep(lockPath));
    expect(told(sample)).toBe(`violated: the diagnostic ${says}`);
  });

  test("may be of no known process where nobody was to be killed", () => {
    const unseen = retained({ pid: null, reason: "observe-failed" });
    expect(told(before(unseen, the("census"), sweep(lockPath)))).toMatch(/^holds/);
  });

  const unreported = "violated: no dispatch came back with a retained lock";

  test("is not reported by a dispatch that resumed, was refused or never came back", () => {
    expect(told(expecting({ kind: "retained" }, plainV2))).toBe(unreported);
    const refusal = { kind: "rejected", reason: "bad-target", observedLiveness: null } as const;
    expect(told(back({ ...refusal, message: "", holder: null }))).toBe(unreported);
    expect(told(without(retained(), the("dispatch-returned")))).toBe(unreported);
  });

  test("is reported by the one of two dispatches that came back with it", () => {
    const other = { ...dispatchStarted, dispatch: 2 };
    expect(told(before(stayed, the("dispatch-returned"), other))).toMatch(/^holds/);
  });
});
