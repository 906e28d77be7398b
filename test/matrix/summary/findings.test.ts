import { describe, expect, test } from "vitest";
import type { ClaimJudgement } from "../../../src/invariants/judge.ts";
import { findingsIn } from "../../../src/matrix/summary/findings.ts";
import { normalisedReason } from "../../../src/matrix/summary/normalise.ts";
import type { CellResult } from "../../../src/matrix/summary/result.ts";
import { result } from "../results.ts";

const claim = (
  name: string,
  because: string,
  verdict: ClaimJudgement["verdict"] = "violated",
): ClaimJudgement => ({ name, claim: `Of ${name}.`, verdict, because, events: [3] });

const failed = (claims: readonly ClaimJudgement[], changes: Partial<CellResult> = {}) =>
  result({ verdict: "fail", claims, ...changes });

describe("a reason", () => {
  test.each([
    [
      "process 4711 was gone after the turn (event 61)",
      "process <n> was gone after the turn (event <n>)",
    ],
    ["pid 12 (events 3, 4 and 10)", "pid <n> (event <n>)"],
    ["seed did not end within 120000 ms", "seed did not end within <time>"],
    ["/tmp/rm-1/cells/x.lock was still there", "<path> was still there"],
    ["no user entry holds more-1a2b3c4d", "no user entry holds <id>"],
    ["20300102T030405-a1b2c3 has a lock", "<id> has a lock"],
    ["line 3 is from openai/gpt-5.4, not a/b", "line 3 is from <target>, not a/b"],
    ["since 2030-01-02T03:04:05.123Z", "since <time>"],
    ["/out/20300102T030405-a1b2c3/x/2030-01-02T03-04-05-1Z.jsonl is left", "<path> is left"],
    ["event 3 lacks it; event 40 lacks it; event 5 lacks i…", "event <n> lacks it"],
    ["event 3 lacks it; event 40 has it", "event <n> lacks it; event <n> has it"],
  ])("%j reads %j without what differs from cell to cell", (reason, general) => {
    expect(normalisedReason(reason, result())).toBe(general);
  });

  test.each(["the provider answered 429", "2 children were started", "either/or, and v2"])(
    "%j keeps its counts, codes and words",
    (reason) => expect(normalisedReason(reason, result())).toBe(reason),
  );
});

describe("findings", () => {
  test("are one for 31 cells that fail for one reason", () => {
    const cells = Array.from({ length: 31 }, (_, index) =>
      failed(
        [claim("resident-stays", `process ${4000 + index} was gone ${index} ms on (event 7)`)],
        {
          scenario: `scenario-${index}`,
        },
      ),
    );
    const found = findingsIn([result(), ...cells]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ outcome: "fail", claim: "resident-stays", lanes: ["v2"] });
    expect(found[0]?.cells).toEqual(cells);
    expect(found[0]?.scenarios).toHaveLength(31);
    expect(found[0]?.targets).toEqual(["pi:openai/gpt-5.4"]);
  });

  test("stand apart by claim and by reason, the commonest first", () => {
    const found = findingsIn([
      failed([claim("bounded", "seed ran out")]),
      failed([claim("no-residue", "a lock is left")]),
      failed([claim("no-residue", "a socket is left")]),
      failed([claim("no-residue", "a socket is left"), claim("bounded", "seed ran out")]),
      failed([claim("bounded", "seed ran out")]),
    ]);
    expect(found.map(({ claim, cells }) => `${claim} ${cells.length}`)).toEqual([
      "bounded 3",
      "no-residue 2",
      "no-residue 1",
    ]);
  });

  test("that are known are so in a cell, too, that fails by something new", () => {
    const cell = failed([claim("bounded", "late"), claim("resident-stays", "gone")]);
    const known = [{ claim: "resident-stays", because: "issue 7" }];
    expect(
      findingsIn([cell], known).map(({ outcome, claim, known }) => [outcome, claim, known]),
    ).toEqual([
      ["fail", "bounded", []],
      ["known", "resident-stays", ["issue 7"]],
    ]);
  });

  test("of a failed cell are what it violated, not what it left open besides", () => {
    const cell = failed([claim("bounded", "late"), claim("one-turn", "no entry", "unknown")]);
    expect(findingsIn([cell]).map(({ claim }) => claim)).toEqual(["bounded"]);
  });

  test("of cells that tested nothing are their cause, and come after the failures", () => {
    const untested = result({
      verdict: "unknown",
      because: "the seed failed: 503",
      claims: [claim("bounded", "nothing to see", "unknown")],
    });
    const found = findingsIn([untested, untested, failed([claim("bounded", "late")])]);
    expect(
      found.map(({ outcome, claim, reason, cells }) => [outcome, claim, reason, cells.length]),
    ).toEqual([
      ["fail", "bounded", "late", 1],
      ["unknown", null, "the seed failed: 503", 2],
    ]);
  });

  test("of a hazard that failed are not what it showed on purpose, but what it did not show", () => {
    const shown = { ...claim("single-writer", "hazard shown: a fork"), hazard: "shown" as const };
    const missed = {
      ...claim("mutual-exclusion", "hazard not shown: one child", "holds"),
      hazard: "not-shown" as const,
    };
    const found = findingsIn([failed([shown, missed, claim("bounded", "late")])]);
    expect(found.map((finding) => finding.claim)).toEqual(["mutual-exclusion", "bounded"]);
  });

  test("are none where all passed, a hazard on purpose among them", () => {
    expect(findingsIn([result({ claims: [claim("bounded", "late")] })])).toEqual([]);
  });
});
