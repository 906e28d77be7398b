import { expect, test } from "vitest";
import type { EvidenceEvent } from "../../src/evidence/event.ts";
import { eventsOf, firstOf, lastOf } from "../../src/evidence/evidence.ts";
import { createRecorder } from "../../src/evidence/recorder.ts";

const clocks = { monotonicMs: () => 0, wallMs: () => 0 };
const fired = (fault: string) => ({ type: "fault-fired", fault, proof: "1" }) as const;
const faultsOf = (record: { readonly events: readonly EvidenceEvent[] }) =>
  eventsOf(record, "fault-fired").map(({ fault }) => fault);

test("two records that grow in turn are told apart, whichever was asked last", () => {
  const [left, right] = [createRecorder(clocks), createRecorder(clocks)];
  for (const number of [1, 2, 3]) {
    left.record(fired(`left ${number}`));
    right.record(fired(`right ${number}`));
    right.record({ type: "cell-ended", interrupted: false });
    expect(faultsOf(left)).toHaveLength(number);
    expect(lastOf(left, "fault-fired")?.fault).toBe(`left ${number}`);
    expect(lastOf(right, "fault-fired")?.fault).toBe(`right ${number}`);
    expect(eventsOf(left, "cell-ended")).toEqual([]);
    expect(eventsOf(right, "cell-ended")).toHaveLength(number);
  }
  expect(faultsOf(left)).toEqual(["left 1", "left 2", "left 3"]);
  expect(firstOf(right, "fault-fired")?.fault).toBe("right 1");
});

test("what is given out is the caller's own", () => {
  const recorder = createRecorder(clocks);
  recorder.record(fired("kept"));
  eventsOf(recorder, "fault-fired").length = 0;
  expect(faultsOf(recorder)).toEqual(["kept"]);
});
