// What is said of the number of user turns: those that stand there, and those that were owed.
import { expect, test } from "vitest";
import { oneTurn } from "../../../src/invariants/claims/one-turn.ts";
import {
  change,
  ending,
  line,
  lines,
  plainV1,
  plainV2,
  type Sample,
  seeded,
  the,
  v2Cell,
  withCell,
  without,
} from "../sample.ts";
import { toldBy } from "../told.ts";

const told = toldBy(oneTurn);

test("each turn is told by its place, beside what was owed and what the gate sent itself", () => {
  expect(told(plainV2)).toBe(
    "holds: 2 user turns appended (line 5 ([session-entry 5]), line 7 ([session-entry 7])), " +
      "owed by dispatches: 1, sent by the gate: 1; failed attempts of the agent: 0",
  );
});

test("none is told as none", () => {
  expect(told(without(plainV1, line(lines.resumeUser)))).toBe(
    "violated: 0 user turns appended (none), owed by dispatches: 1, sent by the gate: 0",
  );
});

test("a turn that may or may not have been made is owed up to once", () => {
  const lost = without(plainV1, the("dispatch-returned"));
  expect(told(lost)).toContain("owed by dispatches: 0 to 1,");
  expect(told(without(lost, line(lines.resumeUser)))).toMatch(/^holds/);
});

test("a message of the gate that was not taken accounts for no turn", () => {
  expect(told(change(plainV2, the("message-sent"), { accepted: false }))).toMatch(
    /^violated: 2 user turns .* sent by the gate: 0$/,
  );
});

test("without a turn that was due it tells why nothing can be said", () => {
  const idle: Sample = { cell: v2Cell, events: [...seeded, ...ending()] };
  expect(told(idle)).toBe("unknown: nothing was dispatched");
  const bare = without(without(plainV2, the("session-listed")), the("session-entry"));
  expect(told(bare)).toBe("unknown: no line of the session file was recorded");
  expect(told(withCell(plainV2, { expectation: { kind: "delivered" } }))).toBe(
    'not-applicable: scenario plain expects "delivered": no turn is to be injected',
  );
});
