// Evidence of version 1, as an earlier build recorded it, read as that of today.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeEvidence } from "../../src/evidence/codec.ts";
import {
  childrenByStarter,
  conflictsByReason,
  gatePartsByName,
  hazardsAsList,
  type RawEvent,
} from "../../src/evidence/convert.ts";
import type { LockConflict } from "../../src/evidence/event.ts";
import { eventsOf } from "../../src/evidence/evidence.ts";
import { judgeCell } from "../../src/invariants/judge.ts";
import recorded from "./version-1/verdicts.json" with { type: "json" };

const names = ["beside-v1", "lock-empty", "lock-reclaimer-died", "stale-lock-race-of-two"] as const;

const read = (name: (typeof names)[number]) => {
  const path = new URL(`version-1/${name}.jsonl`, import.meta.url);
  return decodeEvidence(readFileSync(path, "utf8")).evidence;
};

describe("a cell that an earlier build recorded", () => {
  test.each(names)("is judged as it was then: %s", (name) => {
    const { verdict, claims } = judgeCell(read(name));
    const verdicts = new Map(claims.map((claim) => [claim.name, claim.verdict]));
    const then = recorded[name];
    const now = Object.keys(then.claims).map((claim) => [claim, verdicts.get(claim)]);
    expect({ verdict, claims: Object.fromEntries(now) }).toEqual(then);
  });

  test("lists the claims of its hazard", () => {
    expect(read("beside-v1").cell.expectation).toEqual({
      kind: "hazard",
      shows: ["single-writer", "mutual-exclusion", "lock-held-before-spawn"],
    });
  });

  test("counts its children by who started them", () => {
    const started = eventsOf(read("beside-v1"), "child-started");
    expect(started.map(({ role, child }) => [role, child])).toEqual([
      ["seed", { dispatch: null, n: 1 }],
      ["dispatcher", { dispatch: null, n: 2 }],
      ["dispatcher", { dispatch: null, n: 3 }],
      ["resume", { dispatch: 1, n: 1 }],
      ["resume", { dispatch: 2, n: 1 }],
    ]);
  });

  test.each<readonly [(typeof names)[number], LockConflict]>([
    ["lock-empty", "malformed"],
    ["lock-reclaimer-died", "reclaimer-gone"],
    ["stale-lock-race-of-two", "held"],
  ])("has a reason for its lock conflict: %s is %s", (name, reason) => {
    const refusals = eventsOf(read(name), "lock-refused");
    expect(refusals.map((refusal) => refusal.reason)).toEqual([reason]);
  });
});

const converted = (
  change: typeof childrenByStarter,
  events: readonly RawEvent[],
  cell: RawEvent = {},
) => change({ cell, versions: {}, events });

test.each<readonly [words: string, reason: LockConflict]>([
  ["held by dispatch-1, process 7 on here, since 2030", "held"],
  ["the lock was released just now", "just-released"],
  ["somebody else reclaimed the lock first", "reclaimed-first"],
  ["somebody else took the lock while it was being reclaimed", "taken-while-reclaiming"],
  ["/l is empty, half-written or corrupt", "malformed"],
  ["/l is the lock of 20300101T000000-ffffff", "of-another-id"],
  ["/l is unreadable: a directory, no lock file", "unreadable"],
  ["/l is there and unreadable (EIO)", "unreadable"],
  ["the lock of a dead process is being reclaimed, or was until just now (/m)", "being-reclaimed"],
  [
    "the lock of a dead process is being reclaimed, /m is empty, half-written or corrupt; if …",
    "being-reclaimed",
  ],
  ["the lock of a dead process is being reclaimed by process 7 on here (/m)", "being-reclaimed"],
  [
    "the lock of a dead process is being reclaimed by process 7 on here (/m), which is gone; if …",
    "reclaimer-gone",
  ],
  ["no idea", "unstated"],
])("the words of a lock conflict have one reason: %s", (because, reason) => {
  const { events } = converted(conflictsByReason, [
    { type: "lock-refused", because },
    { type: "trust-asked", because },
  ]);
  expect(events).toEqual([
    { type: "lock-refused", because, reason },
    { type: "trust-asked", because },
  ]);
});

test.each([
  [1, { dispatch: null, n: 1 }],
  [99, { dispatch: null, n: 99 }],
  [100, { dispatch: 1, n: 1 }],
  [801, { dispatch: 8, n: 2 }],
])("child %s becomes %o, in every event that names it", (child, reference) => {
  const { events } = converted(childrenByStarter, [
    { type: "child-exited", child },
    { type: "child-start-failed", child },
    { type: "census" },
  ]);
  expect(events.map((event) => event.child)).toEqual([reference, reference, undefined]);
});

test("what failed of the gate becomes a name", () => {
  const { events } = converted(
    gatePartsByName,
    ["its look at the lock", "its look at release", "dispatcher 3", "seed"].map((where) => ({
      type: "gate-failed",
      where,
    })),
  );
  const type = "gate-failed";
  expect(events).toEqual([
    { type, where: "lock-look" },
    { type, where: "release-look" },
    { type, where: "dispatcher", child: { dispatch: null, n: 3 } },
    { type, where: "seed" },
  ]);
});

test("a hazard without names shows none, and no other expectation is touched", () => {
  const cellOf = (expectation: RawEvent) => converted(hazardsAsList, [], { expectation }).cell;
  expect(cellOf({ kind: "hazard", shows: [] })).toEqual({
    expectation: { kind: "hazard", shows: [] },
  });
  expect(cellOf({ kind: "sent" })).toEqual({ expectation: { kind: "sent" } });
});
