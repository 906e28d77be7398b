import { describe, expect, test } from "vitest";
import { scenarios } from "../../../src/gate/scenarios/index.ts";
import { judgeCell } from "../../../src/invariants/judge.ts";
import { whyUntested } from "../../../src/invariants/reading/untested.ts";
import { change, evidenceOf, type Fields, plainV2, type Sample, the, withCell } from "../sample.ts";

const lines = ['Error: Unknown provider "nosuch".', "Use --list-models."];
const said = {
  type: "error-output",
  child: { dispatch: null, n: 1 },
  role: "seed",
  lines,
} as const;

/** A cell that ended after its seed, which ended like this. */
function seedEnded(ended: Fields, ...more: Sample["events"]): Sample {
  const sample = change(plainV2, the("phase-ended", { phase: "seed" }), ended);
  const end = sample.events.findIndex(
    (event) => event.type === "phase-ended" && event.phase === "seed",
  );
  const rest = sample.events.filter(({ type }) => ["census", "cell-ended"].includes(type));
  return { ...sample, events: [...sample.events.slice(0, end + 1), ...more, ...rest] };
}
const failed = { outcome: "failed", because: "the seed exited with 1" };

describe("a cell whose seed failed", () => {
  test("says the cause in one line, with what the agent said", () => {
    expect(whyUntested(evidenceOf(seedEnded(failed, said)))).toBe(
      'the seed exited with 1: Error: Unknown provider "nosuch". / Use --list-models.',
    );
  });

  test("of an older record, without the agent's words, says how it ended", () => {
    expect(whyUntested(evidenceOf(seedEnded(failed)))).toBe("the seed exited with 1");
  });

  test("says why the agent could not be started, and how long it was waited for", () => {
    const message = "spawn pi ENOENT";
    const start = {
      type: "child-start-failed",
      child: { dispatch: null, n: 1 },
      code: "ENOENT",
      message,
    } as const;
    const unstarted = { outcome: "failed", because: "the agent could not be started" };
    const sample = seedEnded(unstarted, start);
    expect(whyUntested(evidenceOf(sample))).toBe(
      "the agent could not be started (spawn pi ENOENT)",
    );
    const late = evidenceOf(seedEnded({ outcome: "timed-out" }, said));
    expect(whyUntested(late)).toMatch(/^the seed did not end within \d+ ms: Error: Unknown/);
  });

  test("is unknown, and lists no claim that had nothing to look at", () => {
    const { verdict, claims } = judgeCell(evidenceOf(seedEnded(failed, said)));
    expect(verdict).toBe("unknown");
    expect(claims.filter((claim) => claim.verdict === "unknown")).toEqual([]);
    expect(claims.find(({ name }) => name === "fresh-identity")?.verdict).toBe("holds");
  });

  test.each(scenarios)("accuses nobody of what was not asked: $name", ({ expect: due }) => {
    const session = { tellsPrompt: true, canTellAgain: true, restoresTools: true };
    for (const locking of [true, false]) {
      const expectation = due({ resident: true, locking }, session);
      const { claims } = judgeCell(evidenceOf(withCell(seedEnded(failed), { expectation })));
      expect(claims.filter(({ verdict }) => verdict === "violated")).toEqual([]);
    }
  });

  test("still fails for what was found before it", () => {
    const stale = change(seedEnded(failed, said), the("identity-checked"), { lock: true });
    expect(judgeCell(evidenceOf(stale)).verdict).toBe("fail");
  });
});

describe("no such cause", () => {
  test("is given to a cell whose subject was asked", () => {
    expect(whyUntested(evidenceOf(plainV2))).toBeNull();
    const later = change(plainV2, the("phase-ended", { phase: "dispatch" }), failed);
    expect(whyUntested(evidenceOf(later))).toBeNull();
  });

  test("is given to one that was cut short: that is its cause", () => {
    const interrupted = change(seedEnded(failed), the("cell-ended"), { interrupted: true });
    expect(whyUntested(evidenceOf(interrupted))).toBeNull();
    const open = judgeCell(evidenceOf(interrupted)).claims;
    expect(open.some(({ verdict }) => verdict === "unknown")).toBe(true);
  });
});
