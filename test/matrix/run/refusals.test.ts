import { describe, expect, test } from "vitest";
import type { Cell } from "../../../src/evidence/cell.ts";
import type { EvidenceEvent } from "../../../src/evidence/event.ts";
import { createRefusalReader } from "../../../src/matrix/run/refusals.ts";

const refusalIn = (event: EvidenceEvent, fidelity: "live" | "loopback") =>
  createRefusalReader({ fidelity })(event);

const said = (errorMessage: string | null): EvidenceEvent =>
  ({ type: "session-entry", errorMessage }) as EvidenceEvent;
const requested = (status: number, behaviour?: string): EvidenceEvent =>
  ({ type: "model-requested", status, ...(behaviour ? { behaviour } : {}) }) as EvidenceEvent;

describe("a refusal for the number of requests", () => {
  test.each([
    ['429 {"type":"error","error":{"type":"rate_limit_error"}}', null],
    ["429 Too many at once. Please try again in 1.5s.", 1_500],
    ["Rate limit reached for gpt-5.4. Please try again in 200ms.", 200],
    ['429 RESOURCE_EXHAUSTED "retryDelay": "20s"', 20_000],
    ["HTTP 429, Retry-After: 7", 7_000],
    ["Too Many Requests, retry after 2 minutes", 120_000],
    ["ThrottlingException: slow down", null],
  ])("is read in %j", (text, retryAfterMs) => {
    expect(refusalIn(said(text), "live")).toEqual({ retryAfterMs });
  });

  test.each([["500 overloaded"], ["there are 4290 tokens"], [""], [null]])(
    "is not read in %j",
    (text) => expect(refusalIn(said(text), "live")).toBeNull(),
  );

  test("is read in what a process said last", () => {
    const event = { type: "error-output", lines: ["Error:", "429 slow down"] } as unknown;
    expect(refusalIn(event as EvidenceEvent, "live")).toEqual({ retryAfterMs: null });
  });

  test("is seen on the wire at loopback, where words of a scenario's fault say nothing", () => {
    expect(refusalIn(requested(429, "plain"), "loopback")).toEqual({ retryAfterMs: null });
    expect(refusalIn(requested(429, "status"), "loopback")).toBeNull();
    expect(refusalIn(requested(500), "loopback")).toBeNull();
    expect(refusalIn(said("429 Too many requests"), "loopback")).toBeNull();
  });

  test("counts once for an entry that is read twice", () => {
    const read = createRefusalReader({ fidelity: "live" });
    const entry = { ...said("429"), path: "a", offset: 7 } as EvidenceEvent;
    const other = { ...said("429"), path: "a", offset: 9 } as EvidenceEvent;
    expect([entry, entry, other].map((each) => read(each) !== null)).toEqual([true, false, true]);
  });

  test("is none of this provider's where the history brought it along", () => {
    const history = { name: "own" } as NonNullable<Cell["history"]>;
    const read = createRefusalReader({ fidelity: "live", history });
    const entry = { ...said("429"), path: "a", offset: 7 } as EvidenceEvent;
    const later = { ...said("429"), path: "a", offset: 9 } as EvidenceEvent;
    const dispatched = { type: "dispatch-started" } as EvidenceEvent;
    const seen = [entry, dispatched, entry, later].map((each) => read(each) !== null);
    expect(seen).toEqual([false, false, false, true]);
  });
});
