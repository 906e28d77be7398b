// What is said where the subject and the gate have read the same thing, and where they differ.
import { describe, expect, test } from "vitest";
import type {
  EventOf,
  LockHolder,
  SocketAnswered,
  UnstampedEvent,
} from "../../../src/evidence/event.ts";
import { readingsAgree } from "../../../src/invariants/claims/readings-agree.ts";
import {
  after,
  change,
  gardenId,
  lockPath,
  paths,
  plainV2,
  type Sample,
  sessionName,
  sessionPath,
  socketPath,
  the,
  without,
} from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

const told = toldBy(readingsAgree);
const shown = shownBy(readingsAgree);

test("of records in which nobody else read, nothing is said", () => {
  expect(told(plainV2)).toBe("not-applicable: nobody else read what the subject read");
});

const holder: LockHolder = {
  gardenId,
  pid: 77,
  hostname: "here",
  createdAt: "2030-01-02T03:04:05.000Z",
  nonce: "cafe",
  owner: "another-dispatch",
  lockPath,
  startTime: "12",
};

const refused = (fields: Partial<EventOf<"lock-refused">>): Sample =>
  after(plainV2, the("dispatch-started"), {
    type: "lock-refused",
    dispatch: 1,
    path: lockPath,
    reason: "held",
    because: "held by another",
    holder,
    ...fields,
  } as UnstampedEvent);

describe("a holder", () => {
  test("is whom the lock file names", () => {
    expect(told(refused({ read: holder }))).toMatch(/^holds: .*\[lock-refused\]/);
  });

  test.each<[string, Partial<LockHolder>, string]>([
    ["time", { createdAt: "" }, "createdAt 2030-01-02T03:04:05.000Z for "],
    ["owner", { owner: "other" }, "owner another-dispatch for other"],
    ["process", { pid: 78 }, "pid 77 for 78"],
    ["start", { startTime: "13" }, "startTime 12 for 13"],
    [
      "process and owner",
      { pid: 78, owner: "other" },
      "pid 77 for 78, owner another-dispatch for other",
    ],
  ])("is named with the %s that stands in it", (_, there, difference) => {
    const sample = refused({ read: { ...holder, ...there } });
    expect(told(sample)).toBe(
      `violated: [lock-refused] names a holder otherwise than its lock does: ${difference}`,
    );
    expect(shown(sample)).toEqual(["[lock-refused]"]);
  });

  test("must keep the start that the lock says", () => {
    const { startTime: _, ...without } = holder;
    expect(told(refused({ holder: without, read: holder }))).toContain("startTime missing for 12");
    expect(told(refused({ read: without }))).toContain("startTime 12 for none");
  });

  test("is not compared with a lock that is there no more, or is another's by now", () => {
    for (const read of [null, { ...holder, nonce: "beef", owner: "next" }]) {
      expect(told(refused({ read }))).toMatch(/^not-applicable/);
    }
    expect(told(refused({ holder: null, read: holder }))).toMatch(/^not-applicable/);
  });

  test("that was taken over is whom the gate had put there", () => {
    const taken = change(plainV2, the("lock-acquired"), {
      reclaimed: true,
      from: { holder: { ...holder, owner: "nobody" }, because: "gone" },
    });
    const placed = { type: "lock-placed", path: lockPath, holder, process: "gone" } as const;
    const sample = after(taken, the("dispatch-started"), placed);
    expect(told(sample)).toContain("owner nobody for another-dispatch");
    expect(shown(sample)).toEqual(["[lock-placed]", "[lock-acquired]"]);
    const another = { ...placed, holder: { ...holder, nonce: "beef" } };
    expect(told(after(taken, the("dispatch-started"), another))).toMatch(/^not-applicable/);
    expect(told(after(plainV2, the("dispatch-started"), placed))).toMatch(/^not-applicable/);
  });

  test("is told beside all that was read by two", () => {
    const answered = { kind: "missing", connect: null } as const;
    const both = change(refused({ read: holder }), the("socket-inspected"), { answered });
    expect(told(both)).toBe(
      "holds: read by two in the same way: [lock-refused], [socket-inspected]",
    );
    expect(shown(both)).toEqual(["[lock-refused]", "[socket-inspected]"]);
  });
});

type Look = EventOf<"socket-inspected">;
const inspected = (fields: Pick<Look, "kind" | "liveness" | "code" | "answered">): Sample =>
  change(plainV2, the("socket-inspected"), fields);

describe("a control socket", () => {
  test.each<[Look["kind"], Look["liveness"], Look["code"], SocketAnswered]>([
    ["missing", "dormant", "ENOENT", { kind: "missing", connect: null }],
    ["symlink", "indeterminate", null, { kind: "symlink", connect: null }],
    ["other", "indeterminate", null, { kind: "file", connect: null }],
    ["socket", "live", null, { kind: "socket", connect: "connected" }],
    ["socket", "dormant", "ECONNREFUSED", { kind: "socket", connect: { code: "ECONNREFUSED" } }],
    ["socket", "dormant", "ENOENT", { kind: "socket", connect: { code: "ENOENT" } }],
    ["socket", "indeterminate", "EACCES", { kind: "socket", connect: { code: "EACCES" } }],
    ["socket", "indeterminate", null, { kind: "socket", connect: null }],
  ])("is %s, %s (%s) where the system said so", (kind, liveness, code, answered) => {
    expect(told(inspected({ kind, liveness, code, answered }))).toMatch(
      /^holds: .*\[socket-inspected\]/,
    );
  });

  test.each<[string, Pick<Look, "kind" | "liveness" | "code" | "answered">]>([
    [
      "liveness dormant for indeterminate",
      {
        kind: "socket",
        liveness: "dormant",
        code: "EACCES",
        answered: { kind: "socket", connect: { code: "EACCES" } },
      },
    ],
    [
      "liveness live for indeterminate, code missing for ETIMEDOUT",
      {
        kind: "socket",
        liveness: "live",
        code: null,
        answered: { kind: "socket", connect: { code: "ETIMEDOUT" } },
      },
    ],
    [
      "kind other for symlink",
      {
        kind: "other",
        liveness: "indeterminate",
        code: null,
        answered: { kind: "symlink", connect: null },
      },
    ],
  ])("is misread: %s", (difference, fields) => {
    expect(told(inspected(fields))).toBe(
      `violated: [socket-inspected] says of ${socketPath} what the system did not: ${difference}`,
    );
    expect(shown(inspected(fields))).toEqual(["[socket-inspected]"]);
  });
});

const read = { cwd: paths.workingDirectory, provider: "openai", model: "gpt-5.4" };
const looked = (fields: Partial<EventOf<"subject-looked">>): Sample =>
  change(plainV2, the("subject-looked", { moment: "before-resume" }), fields);

/** The session as the gate read it after the seed. */
const listed = (sample: Sample, ...files: readonly object[]): Sample => {
  const file = {
    path: sessionPath,
    bytes: 500,
    header: { id: gardenId, cwd: paths.workingDirectory, version: 3 },
    name: sessionName,
    model: { provider: "openai", model: "gpt-5.4" },
  };
  const whole = files.map((fields) => ({ ...file, ...fields }));
  return change(sample, the("session-listed", { moment: "after-seed" }), { files: whole });
};

describe("a session", () => {
  test("is the one that the gate read, as it read it", () => {
    expect(told(looked({ session: read }))).toMatch(/^holds: .*\[subject-looked\]/);
  });

  test("that is refused is read by one only", () => {
    const refusedOne = { path: null, flaw: "no session", session: read };
    expect(told(looked(refusedOne))).toMatch(/^not-applicable/);
  });

  test.each<[string, Partial<EventOf<"subject-looked">>]>([
    ["cwd /elsewhere for ", { session: { ...read, cwd: "/elsewhere" } }],
    ["model gpt-4 for gpt-5.4", { session: { ...read, model: "gpt-4" } }],
    ["provider groq for openai", { session: { ...read, provider: "groq" } }],
    ["path /other.jsonl for ", { path: "/other.jsonl", session: read }],
  ])("is misread: %s", (difference, fields) => {
    expect(told(looked(fields))).toMatch(/^violated: \[subject-looked\]/);
    expect(told(looked(fields))).toContain(`resumed: ${difference}`);
    expect(shown(looked(fields))).toEqual(["[session-listed]", "[subject-looked]"]);
  });

  test.each<[string, readonly object[]]>([
    ["2 files bear its id", [{}, { path: "/two.jsonl" }]],
    ["0 files bear its id", [{ header: null }]],
    ["its name is none", [{ name: null }]],
    ["its name is ", [{ name: sessionName.replace("entwurf", "control") }]],
    ["its name is other", [{ name: `other-${sessionName}` }]],
    ["its name is ", [{ name: sessionName.replace("__", "-") }]],
    [`its name is ${sessionName} (copy)`, [{ name: `${sessionName} (copy)` }]],
    ["its name is none, cwd ", [{ name: null, header: { id: gardenId, cwd: "/v", version: 3 } }]],
    ["a mark stands before it", [{ unreadable: "a mark stands before it" }]],
  ])("was not fit to be resumed: %s", (flaw, files) => {
    const sample = listed(looked({ session: read }), ...files);
    expect(told(sample)).toContain(`takes ${sessionPath} for fit to be resumed: ${flaw}`);
  });

  test("is told where its mark is one of several", () => {
    const name = sessionName.replace("__entwurf", "__own_entwurf");
    expect(told(listed(looked({ session: read }), { name }))).toMatch(/^holds/);
  });

  describe("is compared with the list of its moment", () => {
    const seedList = the("session-listed", { moment: "after-seed" });
    const endList = the("session-listed", { moment: "after-reap" });
    const atEnd = (path: string) =>
      change(plainV2, the("subject-looked", { moment: "after-reap" }), { session: read, path });

    test("which is the end's at the end", () => {
      expect(told(atEnd(sessionPath))).toBe(
        "holds: read by two in the same way: [subject-looked 2]",
      );
      expect(shown(atEnd("/other.jsonl"))).toEqual(["[session-listed 2]", "[subject-looked 2]"]);
      expect(told(without(atEnd(sessionPath), endList))).toMatch(/^not-applicable/);
    });

    test("and no other one before the resume", () => {
      const unlisted = without(looked({ session: read }), seedList);
      expect(told(unlisted)).toMatch(/^not-applicable/);
      const before = change(looked({ session: read }), seedList, { moment: "before-seed" });
      expect(told(before)).toMatch(/^not-applicable/);
      const exactly = change(looked({ session: read }), seedList, { moment: "before-resume" });
      expect(told(exactly)).toMatch(/^holds/);
    });

    test("and none that came after the look", () => {
      const late = { type: "session-listed", moment: "before-resume", files: [] } as const;
      const sample = after(looked({ session: read }), the("history-held"), late);
      expect(told(sample)).toMatch(/^holds/);
    });
  });
});
