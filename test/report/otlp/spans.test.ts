// What a cell is as spans, from its evidence alone.
import { describe, expect, test } from "vitest";
import type { CellResult } from "../../../src/matrix/summary/result.ts";
import { spansOf } from "../../../src/report/otlp/spans.ts";
import { change, evidenceOf, plainV2, the, without } from "../../invariants/sample.ts";
import { result } from "../../matrix/results.ts";

const plain = evidenceOf(plainV2);
const options = { run: "r", withContent: false };
const words = "the model said something private";
const failed = result({
  verdict: "fail",
  claims: [
    { name: "one-turn", claim: "", verdict: "violated", because: words, events: [] },
    { name: "bounded", claim: "", verdict: "holds", because: "fine", events: [] },
  ],
});
const spans = (cell: CellResult = result(), evidence = plain) => spansOf(evidence, cell, options);

describe("the spans of a cell", () => {
  test("are one for it and one for each phase, within it and below it", () => {
    const [cell, ...phases] = spans();
    const started = plain.events.filter(({ type }) => type === "phase-started");
    expect(phases.map(({ name }) => name)).toEqual(started.map((event) => Object(event).phase));
    for (const phase of phases) {
      expect(phase.parentSpanId).toBe(cell?.spanId);
      expect(phase.traceId).toBe(cell?.traceId);
      const [from, to] = [BigInt(phase.startTimeUnixNano), BigInt(phase.endTimeUnixNano)];
      expect(from).toBeLessThanOrEqual(to);
      expect(from).toBeGreaterThanOrEqual(BigInt(cell?.startTimeUnixNano ?? 0));
      expect(to).toBeLessThanOrEqual(BigInt(cell?.endTimeUnixNano ?? 0));
    }
  });

  test("have times to the microsecond, from the clock at the first event", () => {
    const [first] = plain.events;
    const [cell] = spans();
    const beganMs = Math.round((first?.wallMs ?? 0) - (first?.atMs ?? 0));
    expect(cell?.startTimeUnixNano).toBe(`${beganMs}000000`);
    const lastMs = Math.max(...plain.events.map(({ atMs }) => atMs));
    expect(
      Number(BigInt(cell?.endTimeUnixNano ?? 0) - BigInt(beganMs) * 1_000_000n) / 1e6,
    ).toBeCloseTo(lastMs, 2);
  });

  test("have ids of their own that are the same each time, of the lengths that OTLP has", () => {
    const all = spans();
    expect(all).toEqual(spans());
    expect(new Set(all.map(({ spanId }) => spanId)).size).toBe(all.length);
    for (const { traceId, spanId } of all) {
      expect(traceId).toMatch(/^[0-9a-f]{32}$/);
      expect(spanId).toMatch(/^[0-9a-f]{16}$/);
    }
    const other = { ...plain, cell: { ...plain.cell, gardenId: "20300102T030405-ffffff" } };
    expect(spans(result(), other)[0]?.traceId).not.toBe(all[0]?.traceId);
  });

  test("are ok for a pass, an error that names the claims for a failure, and neither for an unknown", () => {
    expect(spans()[0]?.status).toEqual({ code: 1 });
    expect(spans(failed)[0]?.status).toEqual({ code: 2, message: "one-turn" });
    expect(spans(result({ verdict: "unknown", because: words }))[0]?.status).toEqual({ code: 0 });
  });

  test("of a phase that never ended last as long as the cell", () => {
    const cut = evidenceOf(without(plainV2, the("phase-ended", { phase: "reap" })));
    const all = spans(result(), cut);
    expect(all.at(-1)).toMatchObject({ name: "reap", endTimeUnixNano: all[0]?.endTimeUnixNano });
  });

  test("hold nothing that anybody said unless it is asked for", () => {
    const because = "the agent said something private";
    const told = evidenceOf(change(plainV2, the("phase-ended", { phase: "reap" }), { because }));
    const texts = plain.events.flatMap((event) =>
      event.type === "session-entry" && event.text ? [event.text] : [],
    );
    expect(texts.length).toBeGreaterThan(1);
    const silent = JSON.stringify(spansOf(told, failed, options));
    for (const text of [words, because, ...texts]) expect(silent).not.toContain(text);
    const content = JSON.stringify(spansOf(told, failed, { ...options, withContent: true }));
    for (const text of [words, because]) expect(content).toContain(text);
    expect(content).toContain('"session-entry"');
  });
});
