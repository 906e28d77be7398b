// In a record that stops short, what is missing from it accuses nobody.
import { expect, test } from "vitest";
import type { UnstampedEvent } from "../../src/evidence/event.ts";
import type { Evidence } from "../../src/evidence/evidence.ts";
import { judgeCell } from "../../src/invariants/judge.ts";
import {
  after,
  before,
  change,
  evidenceOf,
  line,
  lines,
  lockAcquired,
  lockReleased,
  moveBefore,
  plainV2,
  type Sample,
  the,
  without,
} from "./sample.ts";

const accused = (evidence: Evidence) =>
  judgeCell(evidence)
    .claims.filter(({ verdict }) => verdict === "violated")
    .map(({ name }) => name);
const upTo = (sample: Sample, last: (event: UnstampedEvent) => boolean): Evidence => {
  const whole = evidenceOf(sample);
  return { ...whole, events: whole.events.slice(0, sample.events.findIndex(last) + 1) };
};
const interrupted = (sample: Sample) => change(sample, the("cell-ended"), { interrupted: true });

test("one-turn: a record that stops between a quick resident's line and its acceptance", () => {
  const quick = moveBefore(plainV2, line(lines.followUpUser), the("message-sent"));
  const isLine = (event: UnstampedEvent) =>
    event.type === "session-entry" && event.index === lines.followUpUser;
  expect(accused(upTo(quick, isLine))).toEqual([]);
});

test("mutual-exclusion: a record that stops before another process's release has arrived", () => {
  const nested = after(
    plainV2,
    the("lock-acquired"),
    { ...lockAcquired, dispatch: 2, nonce: "b", onDisk: "b" },
    { ...lockReleased, dispatch: 2, nonce: "b", onDiskBefore: "b" },
  );
  const whole = evidenceOf(nested);
  // By their own times: a 100 to 200, b 300 to 400; a's release arrives last.
  const times = { "lock-acquired": [100, 300], "lock-released": [400, 200] };
  const seen = { "lock-acquired": 0, "lock-released": 0 };
  const events = whole.events.map((event) => {
    if (event.type !== "lock-acquired" && event.type !== "lock-released") return event;
    return { ...event, atMs: times[event.type][seen[event.type]++] as number };
  });
  expect(accused({ ...whole, events })).toEqual([]);
  const second = events.findLastIndex(({ type }) => type === "lock-acquired");
  expect(accused({ ...whole, events: events.slice(0, second + 1) })).toEqual([]);
});

test("context-recalled: a record that stops after the first of two requests", () => {
  const request = the("model-requested", { turn: "resume" });
  const [first] = plainV2.events.filter(
    (event) => event.type === "model-requested" && event.turn === "resume",
  );
  const blind = { ...first, recalled: false } as UnstampedEvent;
  const two = before(plainV2, request, blind);
  expect(accused(evidenceOf(two))).toEqual([]);
  expect(accused(upTo(two, (event) => event === blind))).toEqual([]);
});

test("dormant-before-resume: interrupted while it still waited for the session's flush", () => {
  const bare = change(plainV2, the("session-listed"), { files: [] });
  expect(accused(evidenceOf(interrupted(bare)))).not.toContain("dormant-before-resume");
});

test("no-lock-left: interrupted, and the gate cleared the lock of what it had to kill", () => {
  const swept = before(plainV2, the("census"), { type: "swept", kind: "lock", path: "/1.lock" });
  expect(accused(evidenceOf(interrupted(swept)))).toEqual([]);
});

test("no-residue: nobody listed what the seed had made", () => {
  const unlisted = without(plainV2, the("session-listed", { moment: "after-seed" }));
  expect(accused(evidenceOf(unlisted))).toEqual([]);
});
