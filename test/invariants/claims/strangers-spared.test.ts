// What is said of files that bear no id of the cell: whom they stopped, and what became of them.
import { describe, expect, test } from "vitest";
import type { Expectation } from "../../../src/evidence/cell.ts";
import type { UnstampedEvent } from "../../../src/evidence/event.ts";
import { noResidue } from "../../../src/invariants/claims/no-residue.ts";
import { strangersSpared } from "../../../src/invariants/claims/strangers-spared.ts";
import { after, before, change, paths, plainV2, the, withCell, without } from "../sample.ts";
import { toldBy } from "../told.ts";

const told = toldBy(strangersSpared);
const path = `${paths.sessionDirectory}/a.jsonl`;

const print = (fields: Partial<Extract<UnstampedEvent, { type: "file-fingerprint" }>> = {}) =>
  ({
    type: "file-fingerprint",
    moment: "before-resume",
    path,
    kind: "symlink",
    sha256: null,
    stranger: true,
    ...fields,
  }) as const satisfies UnstampedEvent;

const beforeIt = before(plainV2, the("dispatch-started"), print());
const seenTwice = after(beforeIt, the("lock-released"), print());

const threw = { type: "dispatch-threw", dispatch: 1, message: "ENOENT: open 'a.jsonl'" } as const;
const instead = (end: UnstampedEvent) =>
  after(without(seenTwice, the("dispatch-returned")), the("lock-released"), end);

test("strangers that stopped nobody and are as they were are told of", () => {
  expect(told(seenTwice)).toBe("holds: strangers that stopped nobody, and are as they were: 1");
});

test("where nobody put any there is nothing to judge, as in older evidence", () => {
  expect(told(plainV2)).toMatch(/^not-applicable/);
  const own = after(plainV2, the("lock-released"), {
    type: "file-fingerprint",
    moment: "after-dispatch",
    path,
    kind: "file",
    sha256: null,
  });
  expect(told(own)).toMatch(/^not-applicable/);
});

describe("a dispatch", () => {
  test("must not throw for them", () => {
    expect(told(instead(threw))).toBe(
      `violated: dispatch 1 threw "ENOENT: open 'a.jsonl'" ([dispatch-threw])`,
    );
  });

  test("must not find nobody because of them", () => {
    const outcome = { kind: "rejected", reason: "bad-target", observedLiveness: null } as const;
    const said = { outcome: { ...outcome, message: "no session", holder: null } };
    expect(told(change(seenTwice, the("dispatch-returned"), said))).toBe(
      "violated: dispatch 1 found nobody: no session ([dispatch-returned])",
    );
  });

  test("must come back", () => {
    expect(told(without(seenTwice, the("dispatch-returned")))).toBe(
      "violated: dispatch 1 ([dispatch-started]) never came back",
    );
  });

  test.each<Expectation>([
    { kind: "threw", message: "ENOENT" },
    { kind: "refused", reason: "bad-target", observedLiveness: null },
  ])("may end so where just that is due", (expectation) => {
    expect(told(withCell(instead(threw), { expectation }))).toMatch(/^holds/);
  });
});

describe("a stranger", () => {
  test("must still be there, and be what it was", () => {
    const gone = after(beforeIt, the("lock-released"), print({ kind: "missing" }));
    expect(told(gone)).toContain("was a symlink ([file-fingerprint]), and is missing");
    const other = [print({ kind: "file", sha256: "a" }), print({ kind: "file", sha256: "b" })];
    expect(told(after(plainV2, the("lock-released"), ...other))).toContain("and is another");
  });

  test("that was looked at once only shows nothing", () => {
    expect(told(beforeIt)).toMatch(/^unknown: .*looked at only once/);
  });

  test("is no second session of the cell's own", () => {
    const extra = { path, bytes: 0, header: null, name: null, model: null };
    const listed = the("session-listed", { moment: "after-reap" });
    const { files } = plainV2.events.find(
      (event) => event.type === "session-listed" && event.moment === "after-reap",
    ) as Extract<UnstampedEvent, { type: "session-listed" }>;
    const both = { files: [...files, extra] };
    expect(toldBy(noResidue)(change(plainV2, listed, both))).toMatch(/^violated: the seed did not/);
    expect(toldBy(noResidue)(change(seenTwice, listed, both))).toMatch(/^holds/);
  });
});
