// How many user turns a dispatch owes, by what it came back with.
import { describe, expect, test } from "vitest";
import type { DispatchOutcome, TurnOutcome, WatchOutcome } from "../../../src/evidence/event.ts";
import { turnsOf } from "../../../src/invariants/reading/turns.ts";
import { after, change, evidenceOf, plainV2, type Sample, the, without } from "../sample.ts";

const owed = (sample: Sample) => {
  const { least, most } = turnsOf(evidenceOf(sample));
  return [least, most];
};
const returning = (outcome: DispatchOutcome) =>
  change(plainV2, the("dispatch-returned"), { outcome });

const alive: WatchOutcome = { kind: "socket-alive", pid: 1 };
const exited: WatchOutcome = { kind: "child-exited", exitCode: 0, signal: null };
const noStart: WatchOutcome = { kind: "spawn-start-failed", error: "EAGAIN" };
const retained: WatchOutcome = {
  kind: "lock-retained",
  reason: "observe-failed",
  pid: null,
  socketPath: "/1",
  lockPath: "/1.lock",
  observeTimeoutMs: 1,
  killGraceMs: 1,
};
const replied: TurnOutcome = { kind: "replied", text: "1", stopReason: "stop" };
const failed: TurnOutcome = { kind: "failed", stopReason: "error", message: null };
const unseen: TurnOutcome = { kind: "not-observed", because: "" };

describe("a dispatch that resumed", () => {
  test.each<readonly [what: string, WatchOutcome, TurnOutcome | null, readonly number[]]>([
    ["one turn on a live socket", alive, null, [1, 1]],
    ["one turn that replied there", alive, replied, [1, 1]],
    ["at most one that failed there", alive, failed, [0, 1]],
    ["at most one that nobody saw there", alive, unseen, [0, 1]],
    ["one turn that replied before the exit", exited, replied, [1, 1]],
    ["at most one that failed before the exit", exited, failed, [0, 1]],
    ["at most one where only the exit was seen", exited, null, [0, 1]],
    ["at most one under a lock that was kept", retained, null, [0, 1]],
    ["at most one there, whatever it says of it", retained, replied, [0, 1]],
    ["none in a child that did not start", noStart, null, [0, 0]],
  ])("owes %s", (_, watch, turn, range) => {
    expect(owed(returning({ kind: "resumed", watch, turn, lockDirty: null }))).toEqual(range);
  });

  test("owes what it reports later, where it came back before the turn had ended", () => {
    const early = returning({ kind: "resumed", watch: exited, turn: null, lockDirty: null });
    const report = { type: "turn-reported", dispatch: 1, turn: replied } as const;
    expect(owed(after(early, the("dispatch-returned"), report))).toEqual([1, 1]);
  });
});

describe("a dispatch that did not resume", () => {
  const rejection = { kind: "rejected", reason: "bad-target", observedLiveness: null } as const;
  const sent = { kind: "sent", delivery: "sent", lockDirty: null } as const;

  test.each<readonly [what: string, DispatchOutcome, readonly number[]]>([
    ["no turn when refused", { ...rejection, message: "", holder: null }, [0, 0]],
    ["at most one when a socket took its message", { ...sent, via: "control-socket" }, [0, 1]],
    ["none when a mailbox took it", { ...sent, via: "meta-mailbox" }, [0, 0]],
    ["at most one when it failed to send", { kind: "send-failed", error: "EPIPE" }, [0, 1]],
  ])("owes %s", (_, outcome, range) => {
    expect(owed(returning(outcome))).toEqual(range);
  });

  test("owes at most one turn when it never came back, and none when it never began", () => {
    const lost = without(plainV2, the("dispatch-returned"));
    expect(owed(lost)).toEqual([0, 1]);
    const nobodys = change(plainV2, the("child-requested", { role: "resume" }), { dispatch: null });
    expect(owed(nobodys)).toEqual([1, 1]);
  });
});
