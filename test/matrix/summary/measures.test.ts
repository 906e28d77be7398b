import { describe, expect, test } from "vitest";
import type { TokenUsage, UnstampedEvent } from "../../../src/evidence/event.ts";
import { createRecorder } from "../../../src/evidence/recorder.ts";
import { measuresOf } from "../../../src/matrix/summary/measures.ts";
import { v2Cell } from "../../invariants/sample.ts";
import { versionsOf } from "../results.ts";

/** Each event ten milliseconds after the one before it. */
function measure(events: readonly UnstampedEvent[]) {
  let nowMs = 0;
  const clock = { monotonicMs: () => nowMs, wallMs: () => nowMs };
  const recorder = createRecorder(clock);
  for (const event of events) {
    recorder.record(event);
    nowMs += 10;
  }
  return measuresOf({ cell: v2Cell, versions: versionsOf, events: recorder.events });
}

const started = (phase: "seed" | "dispatch"): UnstampedEvent => ({
  type: "phase-started",
  phase,
  timeoutMs: 1000,
});
const ended = (phase: "seed" | "dispatch", outcome: "done" | "timed-out"): UnstampedEvent => ({
  type: "phase-ended",
  phase,
  outcome,
  because: "",
});

function entry(offset: number, usage?: TokenUsage): UnstampedEvent {
  return {
    type: "session-entry",
    path: "/s.jsonl",
    index: offset,
    offset,
    bytes: 1,
    entryId: null,
    parentId: null,
    kind: "message",
    role: "assistant",
    text: "",
    reasoning: "",
    toolCalls: [],
    provider: null,
    model: null,
    stopReason: "stop",
    errorMessage: null,
    ...(usage === undefined ? {} : { usage }),
  };
}

const usage: TokenUsage = {
  inputTokens: 7,
  outputTokens: 3,
  cacheReadTokens: 2,
  cacheWriteTokens: 1,
  costUsd: 0.5,
};

describe("what a cell took", () => {
  test("is the time of each phase that was done, and none of one that was not", () => {
    const events = [
      started("seed"),
      ended("seed", "done"),
      started("dispatch"),
      ended("dispatch", "timed-out"),
    ];
    expect(measure(events)).toEqual({ phases: [{ phase: "seed", durationMs: 10 }], usage: null });
  });

  test("is what its replies cost, each counted once however often it was read", () => {
    const events = [entry(0), entry(5, usage), entry(5, usage), entry(9, usage)];
    expect(measure(events).usage).toEqual({
      inputTokens: 14,
      outputTokens: 6,
      cacheReadTokens: 4,
      cacheWriteTokens: 2,
      costUsd: 1,
    });
  });
});
