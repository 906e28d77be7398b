import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import {
  decodeEvidence,
  EvidenceFormatError,
  encodeEvent,
  encodeEvidence,
  encodeHeader,
  evidenceFormat,
  evidenceVersion,
} from "../../src/evidence/codec.ts";
import type { EvidenceEvent, UnstampedEvent } from "../../src/evidence/event.ts";
import { createRecorder } from "../../src/evidence/recorder.ts";
import { evidenceOf, plainV2 } from "../invariants/sample.ts";

const plain = evidenceOf(plainV2);

/** Words of all kinds: line breaks, separators and halves of surrogate pairs included. */
const words = fc.string({ unit: "binary" });

const event: fc.Arbitrary<UnstampedEvent> = fc.oneof(
  fc.record({
    type: fc.constant("fault-fired" as const),
    fault: words,
    proof: words,
  }),
  fc.record({
    type: fc.constant("session-line-unreadable" as const),
    path: words,
    index: fc.nat(),
    offset: fc.nat(),
    bytes: fc.nat(),
    because: words,
  }),
  fc.record({
    type: fc.constant("message-sent" as const),
    moment: fc.constantFrom("after-turn" as const, "after-follow-up" as const),
    nonce: words,
    accepted: fc.boolean(),
    error: fc.option(words),
  }),
);

function recorded(events: readonly UnstampedEvent[]): readonly EvidenceEvent[] {
  let nowMs = 0;
  const tick = () => {
    nowMs += 1.25;
    return nowMs;
  };
  const recorder = createRecorder({ monotonicMs: tick, wallMs: tick });
  for (const each of events) recorder.record(each);
  return recorder.events;
}

describe("evidence as lines", () => {
  property.prop([fc.array(event)])("reads back as it was written", (events) => {
    const evidence = { ...plain, events: recorded(events) };
    const text = encodeEvidence(evidence);
    expect(decodeEvidence(text)).toEqual({ evidence, torn: false });
    expect(text.split("\n")).toHaveLength(events.length + 2);
  });

  test("is the same written event by event as written at once", () => {
    const header = encodeHeader(plain.cell, plain.versions);
    expect(header + plain.events.map(encodeEvent).join("")).toBe(encodeEvidence(plain));
  });

  property.prop([fc.nat()])("loses at most the line that was being written", (cut) => {
    const text = encodeEvidence(plain);
    const headerLength = encodeHeader(plain.cell, plain.versions).length;
    const length = headerLength + (cut % (text.length - headerLength + 1));
    const { evidence, torn } = decodeEvidence(text.slice(0, length));
    expect(torn).toBe(text[length - 1] !== "\n");
    const whole = text.slice(0, length).split("\n").length - 2;
    expect(evidence.events).toEqual(plain.events.slice(0, whole));
  });

  test("numbers events by their position, so that a line taken out leaves no gap", () => {
    const lines = encodeEvidence(plain).split("\n");
    const { evidence } = decodeEvidence(lines.toSpliced(3, 1).join("\n"));
    expect(evidence.events.map(({ seq }) => seq)).toEqual(evidence.events.map((_, index) => index));
    expect(evidence.events[2]?.type).toBe(plain.events[3]?.type);
  });
});

describe("what is not evidence", () => {
  const header = {
    format: evidenceFormat,
    version: evidenceVersion,
    cell: plain.cell,
    versions: plain.versions,
  };
  const refuses = (text: string, message: RegExp) => {
    expect(() => decodeEvidence(text)).toThrow(EvidenceFormatError);
    expect(() => decodeEvidence(text)).toThrow(message);
  };

  test("an empty file is refused as one without a header", () => {
    refuses("", /line 1: no header/);
  });

  test.each(["null", "7", '"text"'])("%s is refused as no object, in either place", (text) => {
    refuses(`${text}\n`, /line 1: not a JSON object/);
    refuses(`${JSON.stringify(header)}\n${text}\n`, /line 2: not a JSON object/);
  });

  test("another format is refused by its name", () => {
    refuses(`${JSON.stringify({ ...header, format: "journal" })}\n`, /format journal/);
  });

  test("a later version is refused with both versions", () => {
    const words = /version 3; this build reads up to version 2: check the run with/;
    refuses(`${JSON.stringify({ ...header, version: 3 })}\n`, words);
  });

  test.each([0, "1", undefined])("%s is refused as no version", (version) => {
    refuses(`${JSON.stringify({ ...header, version })}\n`, /line 1: evidence version/);
  });

  test.each(["cell", "versions"])("a header without %s is refused", (field) => {
    refuses(`${JSON.stringify({ ...header, [field]: null })}\n`, /line 1: the header names no/);
  });

  test("a broken line in the middle is refused with its number", () => {
    const lines = encodeEvidence(plain).split("\n");
    refuses(lines.toSpliced(4, 1, '{"type":').join("\n"), /line 5: not a JSON object/);
  });

  test("a line that is no event is refused with its number", () => {
    refuses(`${JSON.stringify(header)}\n{"type":"census"}\n`, /line 2: not an event/);
    refuses(`${JSON.stringify(header)}\n{"atMs":1}\n`, /line 2: not an event/);
    refuses(`${JSON.stringify(header)}\n{"type":7,"atMs":1}\n`, /line 2: not an event/);
  });

  test("an event of a later build is refused by its name and its line", () => {
    const later = JSON.stringify({ type: "dream-told", atMs: 1 });
    refuses(
      `${JSON.stringify(header)}\n${later}\n`,
      /line 2: this build knows no .*"dream-told"; it was written by version/,
    );
  });
});
