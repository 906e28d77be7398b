import { expect, test } from "vitest";
import { resumableAgain } from "../../../src/invariants/claims/resumable-again.ts";
import { change, plainV2, the, without } from "../sample.ts";
import { toldBy } from "../told.ts";

const told = toldBy(resumableAgain);
const before = the("subject-looked", { moment: "before-resume" });
const after = the("subject-looked", { moment: "after-reap" });

test("a session that is found again in its file holds", () => {
  expect(told(plainV2)).toMatch(/^holds: .* would be resumed again/);
});

test("a session that is refused afterwards, or found in another file, is lost", () => {
  const refused = { path: null, flaw: "/a and /b have the same id" };
  expect(told(change(plainV2, after, refused))).toMatch(
    /^violated: nobody can resume it again: \/a and \/b have the same id/,
  );
  expect(told(change(plainV2, after, { path: "/other" }))).toMatch(/^violated: \/other would be/);
});

test("a session that was to be refused from the start is not judged", () => {
  const refused = { path: null, flaw: "no record of it" };
  expect(told(change(change(plainV2, before, refused), after, refused))).toBe(
    "not-applicable: it was not to be resumed: no record of it",
  );
});

test("a record from before this was looked at is not judged, and a missing look says nothing", () => {
  expect(told(without(without(plainV2, before), after))).toMatch(/^not-applicable: /);
  expect(told(without(plainV2, after))).toMatch(/^unknown: nobody took the subject's look after/);
});
