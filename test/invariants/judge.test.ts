import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import type { Evidence } from "../../src/evidence/evidence.ts";
import {
  holds,
  type Invariant,
  type Judgement,
  notApplicable,
  unknown,
  violated,
} from "../../src/invariants/invariant.ts";
import { type CellVerdict, judgeCell, mergeVerdicts } from "../../src/invariants/judge.ts";
import {
  after,
  change,
  evidenceOf,
  line,
  lines,
  plainV1,
  plainV2,
  type Sample,
  the,
  withCell,
} from "./sample.ts";

const claim = (name: string, judge: Invariant["judge"]): Invariant => ({
  name,
  claim: "It is so.",
  judge,
});
const good = claim("good", () => holds("seen 1"));
const bad = claim("bad", () => violated("seen 2"));
const aside = claim("aside", () => notApplicable("nothing of it here"));
const broken = claim("broken", () => {
  throw new Error("no such thing");
});
const plain = evidenceOf(plainV2);

describe("a cell's verdict", () => {
  test("is a failure as soon as one claim is violated, whatever else is unknown", () => {
    expect(judgeCell(plain, [good, broken, bad]).verdict).toBe("fail");
  });

  test("is unknown when a claim throws, and says what it threw", () => {
    const { verdict, claims } = judgeCell(plain, [good, broken]);
    expect(verdict).toBe("unknown");
    expect(claims[1]).toMatchObject({ name: "broken", verdict: "unknown", events: [] });
    expect(claims[1]?.because).toContain("no such thing");
  });

  test.each([
    ["nothing", undefined],
    ["a promise", Promise.resolve(holds("later"))],
    ["a verdict that there is not", { verdict: "pass", because: "so", events: [] }],
    ["no reason", { verdict: "holds", events: [] }],
    ["events in the place of their numbers", { verdict: "holds", because: "so", events: [{}] }],
  ])("is unknown when a claim returns %s", (_what, returned) => {
    const odd = claim("odd", () => returned as unknown as Judgement);
    const { verdict, claims } = judgeCell(plain, [good, odd]);
    expect(verdict).toBe("unknown");
    expect(claims[1]?.because).toContain("judge() must return");
  });

  test("is a pass with claims that do not apply beside one that holds", () => {
    expect(judgeCell(plain, [good, aside]).verdict).toBe("pass");
  });

  test("is unknown when no claim applies, or there is none", () => {
    expect(judgeCell(plain, [aside]).verdict).toBe("unknown");
    expect(judgeCell(plain, []).verdict).toBe("unknown");
  });

  test("is at best unknown for an interrupted cell", () => {
    const interrupted = change(plainV2, the("cell-ended"), { interrupted: true });
    expect(judgeCell(evidenceOf(interrupted), [good]).verdict).toBe("unknown");
  });

  test("is at best unknown when the gate itself failed", () => {
    const failed = after(plainV2, the("lock-released"), {
      type: "gate-failed",
      where: "dispatch",
      message: "EMFILE",
    });
    expect(judgeCell(evidenceOf(failed), [good]).verdict).toBe("unknown");
    expect(judgeCell(evidenceOf(failed), [bad]).verdict).toBe("fail");
  });

  test("keeps the claims in the order in which they were given", () => {
    const names = judgeCell(plain, [bad, good, aside]).claims.map(({ name }) => name);
    expect(names).toEqual(["bad", "good", "aside"]);
  });
});

describe("evidence that stops short", () => {
  const cutAfter = (sample: Sample, length: number): Evidence => {
    const whole = evidenceOf(sample);
    return { ...whole, events: whole.events.slice(0, length) };
  };

  test.each([
    ["resident", plainV2],
    ["one-shot", plainV1],
  ] as const)("is never a pass and never a failure, wherever a %s cell was killed", (_, sample) => {
    for (let length = 0; length < sample.events.length; length++) {
      const { verdict, claims } = judgeCell(cutAfter(sample, length));
      const failed = claims.filter((each) => each.verdict === "violated");
      expect(failed, `killed after ${length} events`).toEqual([]);
      expect(verdict).toBe("unknown");
    }
  });

  test("still fails where a violation was seen before it stops", () => {
    const forked = change(plainV2, line(lines.resumeUser), { parentId: `entry-${lines.name}` });
    const cut = cutAfter(forked, forked.events.length - 3);
    expect(judgeCell(cut).verdict).toBe("fail");
  });
});

describe("a cell that shows a hazard", () => {
  const showing = (...shows: readonly string[]) =>
    withCell(plainV1, { expectation: { kind: "hazard", shows }, scenario: "two-at-once" });
  const fork = (sample: Sample) =>
    change(sample, line(lines.resumeUser), { parentId: `entry-${lines.seedUser}` });

  test("passes when exactly the named claim is violated, and says so in its reason", () => {
    const { verdict, claims } = judgeCell(evidenceOf(fork(showing("single-writer"))));
    expect(verdict).toBe("pass");
    const shown = claims.filter((each) => each.verdict === "violated");
    expect(shown.map(({ name }) => name)).toEqual(["single-writer"]);
    expect(shown[0]?.because).toMatch(/^hazard shown: /);
  });

  test("fails when the hazard did not come out", () => {
    const { verdict, claims } = judgeCell(evidenceOf(showing("single-writer")));
    expect(verdict).toBe("fail");
    const claim = claims.find(({ name }) => name === "single-writer");
    expect(claim?.because).toMatch(/^hazard not shown: /);
  });

  test("fails when another claim is violated too", () => {
    const both = change(fork(showing("single-writer")), the("census"), { strayFiles: ["/tmp/1"] });
    expect(judgeCell(evidenceOf(both)).verdict).toBe("fail");
  });

  test("is unknown when nobody could see whether the hazard came out", () => {
    const open = claim("open", () => unknown("not looked at"));
    const { verdict, claims } = judgeCell(evidenceOf(showing("open")), [good, open]);
    expect(verdict).toBe("unknown");
    expect(claims[1]?.because).toBe("hazard not shown: not looked at");
  });

  test("fails when the claim it names does not apply to it", () => {
    expect(judgeCell(evidenceOf(showing("aside")), [good, aside]).verdict).toBe("fail");
  });

  test("takes several names", () => {
    const both = change(fork(showing("single-writer", "no-residue")), the("census"), {
      strayFiles: ["/tmp/1"],
    });
    expect(judgeCell(evidenceOf(both)).verdict).toBe("pass");
  });

  test("is unknown when it names no claim, or one that does not exist", () => {
    const blank = judgeCell(evidenceOf(showing()), [good]);
    expect(blank.verdict).toBe("unknown");
    expect(blank.claims.map(({ name }) => name)).toEqual(["good"]);
    const { verdict, claims } = judgeCell(evidenceOf(fork(showing("single-writer", "no-such"))));
    expect(verdict).toBe("unknown");
    expect(claims.at(-1)).toEqual({
      name: "no-such",
      claim: "The scenario names a claim that exists.",
      verdict: "unknown",
      because: 'the scenario is to show "no-such", which is no claim; correct its expectation',
      events: [],
    });
  });
});

describe("merging verdicts", () => {
  const verdict = fc.constantFrom<CellVerdict>("pass", "fail", "unknown");

  property.prop([verdict, verdict])("is commutative", (left, right) => {
    expect(mergeVerdicts(left, right)).toBe(mergeVerdicts(right, left));
  });

  property.prop([verdict, verdict, verdict])("is associative", (first, second, third) => {
    const leftFirst = mergeVerdicts(mergeVerdicts(first, second), third);
    expect(mergeVerdicts(first, mergeVerdicts(second, third))).toBe(leftFirst);
    expect(mergeVerdicts(first, second, third)).toBe(leftFirst);
  });

  property.prop([verdict])("leaves a verdict alone beside a pass, and a failure wins", (any) => {
    expect(mergeVerdicts("pass", any)).toBe(any);
    expect(mergeVerdicts("fail", any)).toBe("fail");
  });
});
