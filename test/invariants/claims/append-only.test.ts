// What is said of the bytes that were there before the resume.
import { describe, expect, test } from "vitest";
import type { Expectation } from "../../../src/evidence/cell.ts";
import { toExactText } from "../../../src/evidence/exact-text.ts";
import { appendOnly } from "../../../src/invariants/claims/append-only.ts";
import { sha256 } from "../../../src/invariants/reading/digest.ts";
import {
  change,
  plainV2,
  resumeRequested,
  type Sample,
  sessionPath,
  the,
  withCell,
  without,
} from "../sample.ts";
import { toldBy } from "../told.ts";

const told = toldBy(appendOnly);
const prefix = (moment: string) => the("session-prefix", { moment });
const digest = "[0-9a-f]{16}…";

test("the old bytes are told by their number, the head of their hash and who read them", () => {
  expect(told(plainV2)).toMatch(
    RegExp(
      `^holds: \\d+ bytes with SHA-256 ${digest} at \\[session-prefix\\] and \\[session-prefix 2\\]$`,
    ),
  );
});

test("a text that changed is told by both of its hashes", () => {
  const changed = change(plainV2, prefix("after-reap"), { bytes: 3, sha256: "ab".repeat(32) });
  expect(told(changed)).toMatch(
    RegExp(
      `^violated: ${sessionPath}: \\d+ bytes, SHA-256 ${digest} before \\(\\[session-prefix\\]\\); ` +
        `3 bytes, (ab){8}… after \\(\\[session-prefix 2\\]\\)$`,
    ),
  );
});

describe("a record of the old text", () => {
  test("that does not give its own hash is told by both", () => {
    expect(told(change(plainV2, prefix("before-resume"), { content: "other" }))).toMatch(
      RegExp(
        `^violated: \\[session-prefix\\] says \\d+ bytes, SHA-256 ${digest}; ` +
          `its text has 5 bytes, ${digest}$`,
      ),
    );
  });

  test("out of which a secret was taken is no proof against its hash, nor of a change", () => {
    const redacted = { content: "[KEY]", redacted: true } as const;
    const shown = change(plainV2, prefix("before-resume"), redacted);
    expect(told(shown)).toMatch(/^holds: /);
    expect(told(change(shown, prefix("after-reap"), { sha256: "ab".repeat(32) }))).toMatch(
      /^violated: /,
    );
  });

  test("that has another length than it says is unsound, though the hash is right", () => {
    expect(told(change(plainV2, the("session-prefix"), { bytes: 3 }))).toMatch(
      /^violated: \[session-prefix\] says 3 bytes, .* its text has \d\d bytes/,
    );
  });

  test.each<readonly [says: string, sample: Sample]>([
    [
      "[session-prefix] does not keep the text",
      change(plainV2, prefix("before-resume"), { content: null }),
    ],
    ["nobody read the old bytes again after the resume", without(plainV2, prefix("after-reap"))],
    [
      `[session-prefix 2] read /x, not ${sessionPath}`,
      change(plainV2, prefix("after-reap"), { path: "/x" }),
    ],
  ])("leaves it open: %s", (says, sample) => {
    expect(told(sample)).toBe(`unknown: ${says}`);
  });
});

describe("a session that is not all text", () => {
  const stump = Buffer.from("…").subarray(0, 2);
  const cut = Buffer.concat([Buffer.from("header\n"), stump]);
  const marked = Buffer.from("\ufeffheader\n");
  const unchanged = (bytes: Buffer, kept: Readonly<Record<string, unknown>>) => {
    const all = change(plainV2, the("session-prefix"), {
      bytes: bytes.length,
      sha256: sha256(bytes),
    });
    return change(all, prefix("before-resume"), kept);
  };

  test.each([
    ["was cut off inside a character", cut],
    ["begins with a byte order mark", marked],
  ])("is unchanged where it %s and is the same to the byte", (_, bytes) => {
    const { text: content, undecodable } = toExactText(bytes);
    expect(told(unchanged(bytes, { content, undecodable }))).toMatch(
      RegExp(`^holds: ${bytes.length} bytes`),
    );
  });

  test("is changed where one of the bytes that are no text is another", () => {
    const { text: content } = toExactText(cut);
    const kept = { content, undecodable: [{ at: content.length, hex: "e281" }] };
    expect(told(unchanged(cut, kept))).toMatch(/^violated: .* its text has 9 bytes/);
  });

  test.each([
    ["was cut off inside a character", cut],
    ["begins with a byte order mark", marked],
  ])("is not accused in an older record, which could not keep all of it: it %s", (_, bytes) => {
    const content = new TextDecoder().decode(bytes);
    expect(told(unchanged(bytes, { content }))).toMatch(RegExp(`^holds: ${bytes.length} bytes`));
  });
});

describe("where nobody read the session before the resume", () => {
  const unread = without(plainV2, prefix("before-resume"));
  const unseeded = without(unread, the("child-requested", { role: "seed" }));
  const refused = { kind: "refused", reason: "bad-target", observedLiveness: null } as const;
  const none = "not-applicable: the scenario has no session file";
  const open = "unknown: nobody read the session file before the resume";

  test.each<readonly [says: string, what: string, expectation: Expectation, sample: Sample]>([
    [none, "refused without a seed", refused, unseeded],
    [none, "delivered without a seed", { kind: "delivered" }, unseeded],
    [open, "refused after a seed", refused, unread],
    [open, "resumed without a seed", { kind: "resumed" }, unseeded],
  ])("it is %s: %s", (says, _, expectation, sample) => {
    // A child of another role makes no session.
    expect(sample.events).toContain(resumeRequested);
    expect(told(withCell(sample, { expectation }))).toBe(says);
  });
});
