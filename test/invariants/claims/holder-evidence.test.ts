// What is said of a lock conflict, from the lock file to the rejection that names its holder.
import { describe, expect, test } from "vitest";
import type { RejectReason } from "../../../src/evidence/cell.ts";
import type {
  LockConflict,
  LockHolder,
  NonceOnDisk,
  UnstampedEvent,
} from "../../../src/evidence/event.ts";
import { holderEvidence } from "../../../src/invariants/claims/holder-evidence.ts";
import {
  dispatchStarted,
  ending,
  gardenId,
  lockAcquired,
  lockPath,
  phase,
  plainV2,
  type Sample,
  seeded,
  v2Cell,
} from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

const told = toldBy(holderEvidence);

const holder: LockHolder = {
  gardenId,
  pid: 77,
  hostname: "here",
  createdAt: "2030-01-02T03:04:05.000Z",
  nonce: "lock-held",
  owner: "somebody",
  lockPath,
};

function conflict(fields: object = {}, dispatch = 1): UnstampedEvent {
  const said = { reason: "held", because: "held by somebody" } as const;
  return { type: "lock-refused", dispatch, path: lockPath, ...said, holder, ...fields };
}

function rejection(fields: object = {}, dispatch = 1): UnstampedEvent {
  const reason: RejectReason = "target-locked";
  const said = { kind: "rejected", reason, observedLiveness: null, message: lockPath } as const;
  return { type: "dispatch-returned", dispatch, outcome: { ...said, holder, ...fields } };
}

const refused = (...events: readonly UnstampedEvent[]): Sample => ({
  cell: {
    ...v2Cell,
    expectation: { kind: "refused", reason: "target-locked", observedLiveness: null },
  },
  events: [...seeded, ...phase("dispatch", dispatchStarted, ...events), ...ending()],
});

const empty = { holder: null, reason: "malformed", because: `${lockPath} is empty` };

test("a conflict is told with its holder, or with what is wrong with the lock", () => {
  const named = refused(conflict(), rejection());
  expect(told(named)).toBe(
    "holds: [lock-refused]: pid 77 on here since 2030-01-02T03:04:05.000Z, " +
      `${lockPath}, passed on at [dispatch-returned]`,
  );
  expect(shownBy(holderEvidence)(named)).toEqual(["[lock-refused]", "[dispatch-returned]"]);
  const nameless = refused(conflict(empty), rejection({ holder: null, message: empty.because }));
  expect(told(nameless)).toBe(
    `holds: [lock-refused]: ${lockPath}, ${lockPath} is empty, passed on at [dispatch-returned]`,
  );
});

test.each(["nonce", "pid", "hostname"] as const)(
  "a holder must bear the %s of the lock that the gate has placed",
  (field) => {
    const placed: UnstampedEvent = {
      type: "lock-placed",
      path: lockPath,
      holder,
      process: "lives",
    };
    expect(told(refused(placed, conflict(), rejection()))).toMatch(/^holds/);
    const other = { holder: { ...holder, [field]: field === "pid" ? 78 : "other" } };
    expect(told(refused(placed, conflict(other), rejection(other)))).toBe(
      `violated: [lock-refused] names another ${field} than the lock that was placed ([lock-placed])`,
    );
  },
);

describe("a holder is compared with the lock that the gate has placed", () => {
  const other = { ...holder, pid: 78, nonce: "other" };
  const placed = (path = lockPath): UnstampedEvent => ({
    type: "lock-placed",
    path,
    holder: other,
    process: "lives",
  });
  const met = [conflict(), rejection()] as const;
  const dispatcher = { child: { dispatch: null, n: 7 }, role: "dispatcher" } as const;
  const killedDispatch: readonly UnstampedEvent[] = [
    { ...dispatchStarted, dispatch: 3 },
    {
      type: "child-requested",
      ...dispatcher,
      dispatch: 3,
      arguments: [],
      workingDirectory: "/cells/one",
      marker: null,
      lockOnDisk: null,
    },
    {
      type: "child-exited",
      ...dispatcher,
      pid: 4700,
      startTime: "910888",
      exitCode: null,
      signal: "SIGKILL",
    },
  ];

  const failedDispatch: readonly UnstampedEvent[] = [
    { ...dispatchStarted, dispatch: 3 },
    { type: "dispatch-threw", dispatch: 3, message: "ENOSPC" },
  ];

  test("in all that is its own, and shown beside it", () => {
    const sample = refused(placed(), ...met);
    expect(told(sample)).toBe(
      "violated: [lock-refused] names another nonce, pid than the lock that was placed ([lock-placed])",
    );
    expect(shownBy(holderEvidence)(sample)).toEqual(["[lock-placed]", "[lock-refused]"]);
  });

  test.each<readonly [where: string, events: readonly UnstampedEvent[]]>([
    ["it was placed elsewhere", [placed("/elsewhere.lock"), ...met]],
    ["it was placed afterwards", [...met, placed()]],
    ["a reclaimer is named", [placed(), conflict({ reason: "being-reclaimed" }), rejection()]],
    ["none is named", [placed(), conflict(empty), rejection({ holder: null })]],
    ["somebody took it since", [placed(), { ...lockAcquired, dispatch: 3 }, ...met]],
    ["the one who may have taken it was killed", [placed(), ...killedDispatch, ...met]],
    ["the one who may have taken it failed", [placed(), ...failedDispatch, ...met]],
  ])("but not where %s", (_, events) => {
    expect(told(refused(...events))).toMatch(/^holds/);
  });

  test("also where somebody took another lock", () => {
    const elsewhere = { ...lockAcquired, path: "/elsewhere.lock" };
    expect(told(refused(placed(), elsewhere, ...met))).toMatch(/^violated/);
  });
});

describe("a holder whose number another process bears by now", () => {
  const gone = { ...holder, startTime: "910001" };
  const placed = (process: "lives" | "gone" | "another"): UnstampedEvent => ({
    type: "lock-placed",
    path: lockPath,
    holder: gone,
    process,
  });
  const met = (process: "lives" | "gone" | "another", fields: object = {}) =>
    refused(placed(process), conflict({ holder: gone, ...fields }), rejection({ holder: gone }));

  test("must not be named as one that holds", () => {
    expect(told(met("another"))).toBe(
      "violated: [lock-refused] takes process 77 for the holder, which began at 910001 and is no more ([lock-placed])",
    );
    expect(shownBy(holderEvidence)(met("another"))).toEqual(["[lock-placed]", "[lock-refused]"]);
  });

  test.each<LockConflict>(["being-reclaimed", "untold"])(
    "may be named where the reason is %s",
    (reason) => {
      expect(told(met("another", { reason }))).toMatch(/^holds/);
    },
  );

  test("must not be named by a lane that gives no reason, whatever its words say", () => {
    const because = "the lock of a dead process is being reclaimed by process 78";
    expect(told(met("another", { reason: undefined, because }))).toMatch(/^violated/);
  });

  test("is another than one that lives", () => {
    expect(told(met("lives"))).toMatch(/^holds/);
  });

  test("is the one of the lock that is told, and of no other", () => {
    const next = { holder: { ...gone, nonce: "lock-next" } };
    expect(told(refused(placed("another"), conflict(next), rejection(next)))).toBe(
      "violated: [lock-refused] names another nonce than the lock that was placed ([lock-placed])",
    );
    const none = refused(placed("another"), conflict(empty), rejection({ holder: null }));
    expect(told(none)).toMatch(/^holds/);
  });
});

describe("a conflict", () => {
  test.each<readonly [says: string, fields: object]>([
    [
      `[lock-refused] names no holder of ${lockPath}, and not why: held by somebody`,
      { holder: null },
    ],
    [
      "[lock-refused] names no holder of , and not why: it is empty",
      { holder: null, path: "", reason: "malformed", because: "it is empty" },
    ],
    [
      "the holder at [lock-refused] has no pid, host",
      { holder: { ...holder, pid: 0, hostname: "" } },
    ],
    [
      "the holder at [lock-refused] has no time, lock path",
      { holder: { ...holder, createdAt: "noon", lockPath: "" } },
    ],
    ["the holder at [lock-refused] has no time", { holder: { ...holder, createdAt: "" } }],
    ["the holder at [lock-refused] has no pid", { holder: { ...holder, pid: 7.5 } }],
    ["[lock-refused] names a holder of another", { holder: { ...holder, gardenId: "another" } }],
  ])("is at fault: %s", (says, fields) => {
    const sample = refused(conflict(fields), rejection());
    const [first] = told(sample).split("; ");
    expect(first).toBe(`violated: ${says}`);
    expect(shownBy(holderEvidence)(sample)).toContain("[lock-refused]");
  });

  test("that did not come back is told by its dispatch, whoever else was refused", () => {
    const both = refused(conflict(), rejection(), conflict({}, 2));
    expect(told(both)).toBe(
      "violated: dispatch 2 met a lock ([lock-refused 2]) and was not refused as target-locked",
    );
    expect(shownBy(holderEvidence)(both)).toEqual(["[lock-refused 2]"]);
    const otherwise = refused(conflict(), rejection({ reason: "bad-target" }));
    expect(told(otherwise)).toMatch(/^violated: dispatch 1 met a lock .* not refused as target-/);
  });
});

const nameless = (fields: object) =>
  told(refused(conflict({ holder: null, ...fields }), rejection({ holder: null })));

describe("a conflict without a holder", () => {
  test.each<readonly [reason: LockConflict, verdict: string]>([
    ["held", "violated"],
    ["untold", "violated"],
    ["being-reclaimed", "violated"],
    ["reclaimer-gone", "violated"],
    ["unstated", "violated"],
    ["just-released", "holds"],
    ["reclaimed-first", "holds"],
    ["taken-while-reclaiming", "holds"],
    ["malformed", "holds"],
    ["of-another-id", "holds"],
    ["unreadable", "holds"],
  ])("is judged by its reason, whatever its words say: %s %s", (reason, verdict) => {
    for (const because of ["", "held by somebody", "empty, and released just now"]) {
      expect(nameless({ reason, because })).toMatch(new RegExp(`^${verdict}`));
    }
  });

  test.each<readonly [onDisk: NonceOnDisk | undefined, verdict: string]>([
    [null, "holds"],
    ["unreadable", "holds"],
    ["lock-held", "violated"],
    ["unread", "unknown"],
    [undefined, "unknown"],
  ])("for which a lane has only words is judged by the disk: %s %s", (onDisk, verdict) => {
    const because = "busy, says somebody else's package";
    expect(nameless({ reason: undefined, because, onDisk })).toMatch(new RegExp(`^${verdict}`));
  });

  test("and without a reason is open where nobody looked at the disk", () => {
    const open = { holder: null, reason: undefined, because: "busy" };
    const sample = refused(conflict(open), rejection({ holder: null }));
    expect(told(sample)).toBe(
      `unknown: [lock-refused] gives neither a holder of ${lockPath} nor a reason, and nobody looked at the file: busy`,
    );
    expect(shownBy(holderEvidence)(sample)).toEqual(["[lock-refused]"]);
  });
});

describe("a rejection", () => {
  test("is at fault by itself where it lost a part of what was known", () => {
    const sample = refused(conflict(), rejection({ holder: { ...holder, hostname: "" } }));
    expect(told(sample)).toBe("violated: the holder at [dispatch-returned] has no host");
    expect(shownBy(holderEvidence)(sample)).toEqual(["[dispatch-returned]"]);
  });

  test("that drops what was known is told by it", () => {
    expect(shownBy(holderEvidence)(refused(conflict(), rejection({ holder: null })))).toEqual([
      "[lock-refused]",
      "[dispatch-returned]",
    ]);
    expect(told(refused(conflict(), rejection({ holder: null })))).toBe(
      "violated: [dispatch-returned] drops pid 77, known at [lock-refused]",
    );
    expect(told(refused(conflict(empty), rejection({ holder: null, message: "no" })))).toBe(
      `violated: [dispatch-returned] drops ${lockPath}, known at [lock-refused]`,
    );
  });

  test("that names another holder is told by both", () => {
    const sample = refused(conflict(), rejection({ holder: { ...holder, pid: 78 } }));
    expect(told(sample)).toBe("violated: [dispatch-returned] names pid 78, [lock-refused] pid 77");
    expect(shownBy(holderEvidence)(sample)).toEqual(["[lock-refused]", "[dispatch-returned]"]);
  });

  const before = { holder: { ...holder, nonce: "lock-before" } };
  test.each<readonly [what: string, lock: object, said: object, known: string]>([
    ["an earlier lock of the same process", {}, before, "pid 77"],
    ["a holder that the lock did not", empty, {}, "nobody"],
  ])("may not name %s", (_, lock, said, known) => {
    expect(told(refused(conflict(lock), rejection(said)))).toBe(
      `violated: [dispatch-returned] names pid 77, [lock-refused] ${known}`,
    );
  });

  test("is held against the conflict of its own dispatch", () => {
    const second = { holder: { ...holder, pid: 78, nonce: "lock-next" } };
    const both = [conflict(), rejection(), conflict(second, 2), rejection(second, 2)];
    expect(told(refused(...both))).toMatch(/^holds/);
  });

  test("is open where its conflict was not recorded", () => {
    expect(told(refused(rejection()))).toBe(
      "unknown: the conflict behind [dispatch-returned] was not recorded",
    );
    expect(shownBy(holderEvidence)(refused(rejection()))).toEqual(["[dispatch-returned]"]);
  });
});

test("without a conflict it tells whether one was due", () => {
  expect(told(refused())).toBe("violated: a lock conflict was due, and none was reported");
  const none = "not-applicable: no lock conflict occurred";
  expect(told(plainV2)).toBe(none);
  const { cell, events } = refused(rejection({ reason: "bad-target" }));
  const badTarget = { kind: "refused", reason: "bad-target", observedLiveness: null } as const;
  expect(told({ cell: { ...cell, expectation: badTarget }, events })).toBe(none);
});
