import { expect, test } from "vitest";
import { failingOnFlaky } from "../../../src/matrix/summary/flaky.ts";
import { summarise } from "../../../src/matrix/summary/summary.ts";
import { result, versionsOf } from "../../matrix/results.ts";

const facts = {
  run: "r",
  directory: "d",
  fidelity: "loopback",
  interrupted: false,
  versions: versionsOf,
} as const;
const attempts = [{ gardenId: "g", because: "the provider was down", durationMs: 3 }];

test("a run without anything flaky stays as it is", () => {
  const summary = summarise([result(), result({ repetition: 2 })], facts);
  expect(failingOnFlaky(summary)).toBe(summary);
});

test("a cell that passed only when it was tried again fails the run, which says so", () => {
  const summary = summarise([result({ attempts }), result({ scenario: "b" })], facts);
  expect(summary).toMatchObject({ verdict: "pass", exitCode: 0 });
  expect(failingOnFlaky(summary)).toMatchObject({
    verdict: "fail",
    exitCode: 1,
    notAcceptance: "flaky: pi:openai/gpt-5.4 v2 plain #1",
  });
});

test("a row that fails now and then fails the run, though its failure is known", () => {
  const claim = { name: "one-turn", claim: "", because: "two", events: [] };
  const claims = [{ ...claim, verdict: "violated" }] as const;
  const known = [{ claim: "one-turn", because: "an issue" }];
  const cells = [result(), result({ repetition: 2, verdict: "fail", claims })];
  const summary = summarise(cells, { ...facts, known });
  expect(summary).toMatchObject({ verdict: "pass", exitCode: 0 });
  expect(failingOnFlaky(summary)).toMatchObject({
    verdict: "fail",
    exitCode: 1,
    notAcceptance: expect.stringMatching(/known findings; flaky: pi:openai\/gpt-5\.4 v2 plain$/),
  });
});

test("many are counted, and an interrupted run stays interrupted", () => {
  const cells = ["a", "b", "c", "d", "e"].map((scenario) => result({ scenario, attempts }));
  const summary = failingOnFlaky(summarise(cells, { ...facts, interrupted: true }));
  expect(summary.exitCode).toBe(130);
  expect(summary.notAcceptance).toMatch(/ v2 c #1, and 2 more$/);
});
