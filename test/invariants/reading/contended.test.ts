// Which of several dispatches went ahead, and what is said of one that was not refused either.
import { expect, test } from "vitest";
import type { DispatchOutcome, UnstampedEvent } from "../../../src/evidence/event.ts";
import { oneResumed } from "../../../src/invariants/reading/contended.ts";
import { dispatchesOf } from "../../../src/invariants/reading/dispatches.ts";
import { died, kill, killed } from "../killed.ts";
import {
  after,
  before,
  dispatchStarted,
  evidenceOf,
  plainV2,
  type Sample,
  the,
  without,
} from "../sample.ts";
import { named } from "../told.ts";

function told(sample: Sample): string[] {
  const evidence = evidenceOf(sample);
  return oneResumed(evidence, dispatchesOf(evidence)).map(({ verdict, because, events }) => {
    const shown = events.map((seq) => `event ${seq}`).join(" ");
    return named(evidence, `${verdict}: ${because}${shown && ` | ${shown}`}`);
  });
}

const second = { ...dispatchStarted, dispatch: 2 };
const returned = (outcome: DispatchOutcome): UnstampedEvent => ({
  type: "dispatch-returned",
  dispatch: 2,
  outcome,
});
const resumed = returned({
  kind: "resumed",
  lockDirty: null,
  turn: null,
  watch: { kind: "socket-alive", pid: 4200 },
});
const refused = returned({
  kind: "rejected",
  reason: "target-locked",
  observedLiveness: null,
  message: "",
  holder: null,
});
const beside = (...events: readonly UnstampedEvent[]) =>
  after(plainV2, the("dispatch-started"), second, ...events);

test("one goes ahead and the other is refused", () => {
  expect(told(beside(refused))).toEqual([]);
});

test("one goes ahead that is killed over it", () => {
  const dead = killed(kill, died("SIGKILL"));
  expect(told(before(dead, the("cell-ended"), second, refused))).toEqual([]);
});

test("two that go ahead are both told", () => {
  expect(told(beside(resumed))).toEqual([
    "violated: one of 2 dispatches was to resume, and 2 did: 1, 2" +
      " | [dispatch-started] [dispatch-started 2]",
  ]);
  const stopped = without(beside(resumed), the("cell-ended"));
  expect(told(stopped)[0]).toMatch(/^violated/);
});

test("none that goes ahead is told as none", () => {
  const neither = without(beside(refused), the("dispatch-returned", { dispatch: 1 }));
  expect(told(neither)).toEqual([
    "violated: one of 2 dispatches was to resume, and 0 did: none",
    "violated: dispatch 1 was neither resumed nor refused: it never came back" +
      " | [dispatch-started]",
  ]);
});

test("none that goes ahead may still do so where the record stops", () => {
  const stopped = without(beside(refused), the("cell-ended"));
  const [none] = told(without(stopped, the("dispatch-returned", { dispatch: 1 })));
  expect(none).toMatch(/^unknown: one of 2 dispatches was to resume, and 0 did: none; but the/);
});

test.each<readonly [how: string, shows: string, end: UnstampedEvent]>([
  [
    'it threw "ENOSPC"',
    "[dispatch-threw]",
    { type: "dispatch-threw", dispatch: 2, message: "ENOSPC" },
  ],
  ["send-failed", "[dispatch-returned]", returned({ kind: "send-failed", error: "EPIPE" })],
])("one that did neither is told by how it ended: %s", (how, shows, end) => {
  expect(told(beside(end))).toEqual([
    `violated: dispatch 2 was neither resumed nor refused: ${how} | ${shows}`,
  ]);
});

test("one that never came back may still do so where the record stops", () => {
  const [open] = told(without(beside(), the("cell-ended")));
  expect(open).toMatch(/^unknown: dispatch 2 was neither .*: it never came back; but the evidence/);
});
