import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import type { EvidenceEvent } from "../../src/evidence/event.ts";
import { createRecorder } from "../../src/evidence/recorder.ts";

const fired = (fault: string) => ({ type: "fault-fired", fault, proof: "1" }) as const;

/** Clocks that give the listed readings, and the last one from then on. */
function clocksOf(readings: readonly number[]) {
  let next = 0;
  const monotonicMs = () => readings[Math.min(next++, readings.length - 1)] ?? 0;
  return { monotonicMs, wallMs: () => 1_900_000_000_000 };
}

property.prop([fc.array(fc.string())])("keeps events in the order they came", (faults) => {
  const recorder = createRecorder(clocksOf([0]));
  for (const fault of faults) recorder.record(fired(fault));
  expect(recorder.events.map(({ seq }) => seq)).toEqual(faults.map((_, index) => index));
  expect(recorder.events).toMatchObject(faults.map((fault) => ({ fault })));
});

test("counts milliseconds from its beginning, to the microsecond", () => {
  const recorder = createRecorder(clocksOf([1_000, 1_000.12345, 1_250]));
  recorder.record(fired("first"));
  recorder.record(fired("second"));
  expect(recorder.events.map(({ atMs }) => atMs)).toEqual([0.123, 250]);
  expect(recorder.events[0]?.wallMs).toBe(1_900_000_000_000);
});

test("hands each event on as it is recorded, stamped as it is kept", () => {
  const seen: EvidenceEvent[] = [];
  const recorder = createRecorder(clocksOf([0]), (event) => seen.push(event));
  const first = recorder.record(fired("first"));
  expect(seen).toEqual([first]);
  recorder.record(fired("second"));
  expect(seen).toEqual(recorder.events);
});
