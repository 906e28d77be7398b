// What is said of forks, and of lines that nobody can read.
import { describe, expect, test } from "vitest";
import type { Expectation } from "../../../src/evidence/cell.ts";
import type { UnstampedEvent } from "../../../src/evidence/event.ts";
import { singleWriter } from "../../../src/invariants/claims/single-writer.ts";
import {
  before,
  change,
  line,
  lines,
  plainV2,
  type Sample,
  sessionPath,
  the,
  withCell,
  without,
} from "../sample.ts";
import { toldBy } from "../told.ts";

const told = toldBy(singleWriter);

test("entries and their parents are counted", () => {
  expect(told(plainV2)).toBe("holds: 8 entries with 8 different parents");
});

describe("a fork", () => {
  test("is told by the entries that share a parent, and what they are", () => {
    const forked = change(plainV2, line(lines.resumeUser), { parentId: `entry-${lines.seedUser}` });
    expect(told(forked)).toBe(
      "violated: 2 entries share the parent entry-3: " +
        "line 4 ([session-entry 4]) message, line 5 ([session-entry 5]) message",
    );
  });

  test("may be a second beginning", () => {
    expect(told(change(plainV2, line(lines.resumeUser), { parentId: null }))).toBe(
      "violated: 2 entries share the parent no entry (a second root): " +
        "line 1 ([session-entry]) model_change, line 5 ([session-entry 5]) message",
    );
  });

  test("is nobody's where all of it was there before the dispatch", () => {
    const old = change(plainV2, line(lines.seedReply), { parentId: `entry-${lines.name}` });
    expect(told(old)).toBe("holds: 8 entries with 7 different parents");
  });

  test("is nobody's where it stands in the dormant bytes, whenever it was read", () => {
    const dormant = change(plainV2, the("session-prefix", { moment: "before-resume" }), {
      bytes: 600,
    });
    const late = change(dormant, line(lines.resumeUser), { parentId: `entry-${lines.seedUser}` });
    expect(told(late)).toMatch(/^holds/);
    expect(told(change(late, line(lines.resumeUser), { offset: 600 }))).toMatch(/^violated/);
  });

  test("is the resume's where it adds one to an old fork, and names all of it", () => {
    const parentId = `entry-${lines.name}`;
    const old = change(plainV2, line(lines.seedReply), { parentId });
    expect(told(change(old, line(lines.resumeUser), { parentId }))).toMatch(
      /^violated: 3 entries share the parent entry-2: /,
    );
  });

  test("is none between two files", () => {
    const parent = { parentId: `entry-${lines.seedUser}` };
    const apart = change(plainV2, line(lines.resumeUser), { ...parent, path: "/other" });
    expect(told(apart)).toMatch(/^holds/);
  });
});

describe("a line that cannot be read", () => {
  const torn = (offset: number): UnstampedEvent => ({
    type: "session-line-unreadable",
    path: sessionPath,
    index: 5,
    offset,
    bytes: 9,
    because: "cut off",
  });
  const dormant = change(plainV2, the("session-prefix", { moment: "before-resume" }), {
    bytes: 500,
  });
  const began = the("dispatch-started");
  const ended = the("cell-ended");

  test.each([
    ["right after the dormant bytes", 500],
    ["later", 501],
  ])("is a second writer's where it begins %s", (_, offset) => {
    expect(told(before(dormant, ended, torn(offset)))).toBe(
      "violated: line 5 ([session-line-unreadable]) is unreadable: cut off",
    );
  });

  test("is nobody's fault now where it began in the dormant bytes, or was read before", () => {
    expect(told(before(dormant, ended, torn(499)))).toMatch(/^holds/);
    expect(told(before(dormant, began, torn(500)))).toMatch(/^holds/);
  });

  test("counts from the first byte where nobody read the dormant ones", () => {
    const unread = without(plainV2, the("session-prefix"));
    expect(told(before(unread, ended, torn(0)))).toMatch(/^violated/);
  });
});

describe("without a session to look into", () => {
  const bare = without(plainV2, the("session-entry"));
  const refused = { kind: "refused", reason: "bad-target", observedLiveness: null } as const;

  test.each<readonly [Expectation]>([[refused], [{ kind: "delivered" }]])(
    "it does not apply where it was to be $kind",
    (expectation) => {
      expect(told(withCell(bare, { expectation }))).toBe(
        `not-applicable: the scenario expects "${expectation.kind}" and has no session to look into`,
      );
    },
  );

  test("it is open where one was due, and where no fork could be seen in it", () => {
    expect(told(bare)).toBe("unknown: no entry of a session file was recorded");
    const bald: Sample = change(plainV2, the("session-entry"), { entryId: null });
    expect(told(bald)).toBe("unknown: the entries carry no ids, so a fork could not be seen");
  });
});
