import { expect, test } from "vitest";
import { invariants } from "../../src/invariants/index.ts";
import { judgeCell } from "../../src/invariants/judge.ts";
import { canaries } from "../../src/lanes/canaries/index.ts";
import { evidenceOf, plainV1, plainV2, type Sample, withCell, withMessages } from "./sample.ts";

const verdicts = (sample: Sample) => {
  const { verdict, claims } = judgeCell(evidenceOf(sample));
  const named = (wanted: string) =>
    claims.filter((claim) => claim.verdict === wanted).map((claim) => claim.name);
  return {
    verdict,
    violated: claims.filter((claim) => claim.verdict === "violated"),
    unknown: claims.filter((claim) => claim.verdict === "unknown"),
    notApplicable: named("not-applicable"),
  };
};

/** A flaw that `plain` shows breaks it, so there is something to judge in `plain`. */
const breaksInPlain = (claim: string): boolean =>
  canaries.some((canary) => canary.claim === claim && (canary.scenario ?? "plain") === "plain");

test("every claim holds for a resident, locking lane, but those about processes apart and faults", () => {
  const judged = verdicts(withMessages(plainV2));
  expect(judged).toMatchObject({ verdict: "pass", violated: [], unknown: [] });
  expect(judged.notApplicable.filter(breaksInPlain)).toEqual([
    "dispatcher-survives",
    "fault-fired",
  ]);
});

test("claims about lock, socket and residency do not apply to a one-shot lane without a lock", () => {
  const judged = verdicts(withMessages(plainV1));
  expect(judged).toMatchObject({ verdict: "pass", violated: [], unknown: [] });
  expect(judged.notApplicable.filter(breaksInPlain)).toEqual([
    "lock-held-before-spawn",
    "single-release",
    "release-after-observation",
    "no-lock-left",
    "mutual-exclusion",
    "socket-answers",
    "resident-stays",
    "dispatcher-survives",
    "fault-fired",
  ]);
});

test("a live cell is judged without the wire and says so", () => {
  const { twin: _, ...cell } = withCell(plainV2, { fidelity: "live" }).cell;
  const live = {
    cell,
    events: plainV2.events.filter(({ type }) => type !== "model-requested"),
  };
  const { verdict, claims } = judgeCell(evidenceOf(live));
  expect(verdict).toBe("pass");
  const identity = claims.find(({ name }) => name === "model-identity");
  expect(identity?.because).toContain("nothing of the wire is seen at live fidelity");
});

test("names and sentences of the claims are unique, and each sentence is a sentence", () => {
  expect(new Set(invariants.map(({ name }) => name)).size).toBe(invariants.length);
  expect(new Set(invariants.map(({ claim }) => claim)).size).toBe(invariants.length);
  for (const { claim } of invariants) expect(claim).toMatch(/^[A-Z].*\.$/s);
});
