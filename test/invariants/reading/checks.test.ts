// How a claim puts its findings together: what it says, and which events it rests on.
import { describe, expect, test } from "vitest";
import { holds, unknown, violated } from "../../../src/invariants/invariant.ts";
import {
  absent,
  cutShort,
  settle,
  unlessExpected,
  unlessPromised,
} from "../../../src/invariants/reading/checks.ts";
import { before, change, evidenceOf, plainV1, plainV2, the, withCell } from "../sample.ts";

const event = (seq: number) => ({ seq });
const plain = evidenceOf(plainV2);
const interrupted = evidenceOf(change(plainV2, the("cell-ended"), { interrupted: true }));

describe("findings put together", () => {
  const fine = holds("all well", event(9));

  test("are all violations if there are any, with their reasons and events in order", () => {
    const findings = [
      violated("late", event(11), event(2)),
      unknown("unseen", event(1)),
      null,
      violated("twice", event(3), event(2)),
    ];
    expect(settle(findings, fine)).toEqual({
      verdict: "violated",
      because: "late; twice",
      events: [2, 3, 11],
    });
  });

  test("are else all that is unknown, else what was to be said", () => {
    const findings = [unknown("unseen", event(7)), null, holds("by the way", event(1))];
    expect(settle(findings, fine)).toEqual({ verdict: "unknown", because: "unseen", events: [7] });
    expect(settle([null, holds("by the way", event(1))], fine)).toBe(fine);
  });
});

describe("a record that stops short", () => {
  test("says where, or that nothing is in it", () => {
    const stopped = { ...plain, events: plain.events.slice(0, 5) };
    expect(cutShort(stopped)).toBe(`the evidence stops at event 4 (${plain.events[4]?.type})`);
    expect(cutShort({ ...plain, events: [] })).toBe("there are no events");
    expect(cutShort(interrupted)).toBe("the cell was interrupted");
    const because = "the cell took more than 5 ms (--timeout)";
    const late = change(plainV2, the("cell-ended"), { interrupted: true, because });
    expect(cutShort(evidenceOf(late))).toBe(because);
    const failure = { type: "gate-failed", where: "seed", message: "no disk" } as const;
    const broken = evidenceOf(before(plainV2, the("cell-ended"), failure));
    expect(cutShort(broken)).toBe("the gate failed in seed: no disk");
    expect(cutShort(plain)).toBeNull();
  });

  test("makes of an absence something unknown, with both reasons", () => {
    expect(absent(plain, "no reply", event(3))).toEqual(violated("no reply", event(3)));
    expect(absent(interrupted, "no reply", event(3))).toEqual(
      unknown("no reply; but the cell was interrupted", event(3)),
    );
  });
});

describe("a claim that does not apply", () => {
  test("names the lane and what it does not promise", () => {
    const worker = evidenceOf(plainV1);
    expect(unlessPromised(worker, "locking")?.because).toBe("lane v1 takes no lock");
    expect(unlessPromised(worker, "resident")?.because).toBe(
      "lane v1 does not stay on a control socket",
    );
    expect(unlessPromised(plain, "locking")).toBeNull();
  });

  test("names the scenario and what it expects; a hazard counts as a resume that goes wrong", () => {
    const expecting = (expectation: typeof plain.cell.expectation) =>
      evidenceOf(withCell(plainV2, { expectation }));
    const refused = expecting({ kind: "refused", reason: "bad-target", observedLiveness: null });
    expect(unlessExpected(refused, ["resumed"], "no reply is owed")?.because).toBe(
      'scenario plain expects "refused": no reply is owed',
    );
    const hazard = expecting({ kind: "hazard", shows: ["single-writer"] });
    expect(unlessExpected(hazard, ["resumed"], "")).toBeNull();
    expect(unlessExpected(hazard, ["sent"], "")?.verdict).toBe("not-applicable");
    expect(unlessExpected(plain, ["resumed"], "")).toBeNull();
  });
});
