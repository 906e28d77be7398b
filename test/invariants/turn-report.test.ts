// What the lane may say of a turn that did not end as it was asked to.
import { describe, expect, test } from "vitest";
import type { TurnOutcome } from "../../src/evidence/event.ts";
import { judgeCell } from "../../src/invariants/judge.ts";
import {
  change,
  evidenceOf,
  line,
  lines,
  plainV1,
  plainV2,
  type Sample,
  the,
  withCell,
  without,
} from "./sample.ts";

const verdictOf = (sample: Sample) =>
  judgeCell(evidenceOf(sample)).claims.find(({ name }) => name === "turn-outcome")?.verdict;

function reporting(sample: Sample, turn: TurnOutcome): Sample {
  return change(sample, the("dispatch-returned"), ({ outcome }) => ({
    outcome: { ...(outcome as object), turn },
  }));
}

const settledAs = (sample: Sample, because: string): Sample =>
  change(sample, the("turn-settled", { turn: "resume" }), { because });

const unseen = { kind: "not-observed", because: "nobody looked" } as const;
const replied = (text: string) => ({ kind: "replied", text, stopReason: "stop" }) as const;

for (const [lane, plain] of [
  ["v2", plainV2],
  ["v1", plainV1],
] as const) {
  describe(`in lane ${lane}`, () => {
    const failing = withCell(plain, { expectation: { kind: "turn-failed" } });

    test("to have seen nothing is honest where the turn left nothing", () => {
      const hung = without(settledAs(failing, "timed-out"), line(lines.resumeReply));
      expect(verdictOf(reporting(hung, unseen))).toBe("holds");
    });

    test("to have seen nothing is not honest where the failure stands in the session", () => {
      const error = { stopReason: "error", errorMessage: "429", text: "" };
      const refused = change(failing, line(lines.resumeReply), error);
      const settled = settledAs(refused, "terminal-reply");
      expect(verdictOf(reporting(settled, unseen))).toBe("violated");
      const told = { kind: "failed", stopReason: "error", message: "429" } as const;
      expect(verdictOf(reporting(settled, told))).toBe("holds");
    });

    test("a model that says something else is reported in its own words, and in no others", () => {
      const expectation = { kind: "turn-failed", ends: "replied" } as const;
      const other = change(withCell(plain, { expectation }), line(lines.resumeReply), {
        text: "Good morning.",
      });
      const settled = settledAs(other, "terminal-reply");
      expect(verdictOf(reporting(settled, replied("Good morning.")))).toBe("holds");
      expect(verdictOf(reporting(settled, replied("All is well.")))).toBe("violated");
      expect(verdictOf(reporting(settled, replied("")))).toBe("violated");
    });
  });
}
