import { describe, expect, test } from "vitest";
import type { ClaimJudgement } from "../../src/invariants/judge.ts";
import { findingsIn } from "../../src/matrix/summary/findings.ts";
import type { CellResult } from "../../src/matrix/summary/result.ts";
import { type RunFacts, summarise } from "../../src/matrix/summary/summary.ts";
import { groupsOf } from "../../src/report/finding-groups.ts";
import { renderFindings } from "../../src/report/findings.ts";
import { colourless } from "../../src/report/style.ts";
import { result, versionsOf } from "../matrix/results.ts";

const violated = (name: string, because = "so"): ClaimJudgement => ({
  name,
  claim: `Of ${name}.`,
  verdict: "violated",
  because,
  events: [],
});

const failed = (scenario: string, ...claims: readonly ClaimJudgement[]) =>
  result({ verdict: "fail", scenario, claims });

const told = (cells: readonly CellResult[]) =>
  groupsOf(findingsIn(cells)).map(
    ({ claim, cells: own, reasons, also }) =>
      `${claim} ${own.length} for ${reasons.length}, ${also.map((each) => `${each.claim} ${each.cells.length}`)}`,
  );

describe("findings of one claim", () => {
  test("are one group with all its reasons, and each cell counts once", () => {
    const twice = failed("a", violated("bounded", "x"), violated("bounded", "y"));
    const cells = [twice, failed("b", violated("bounded", "y"))];
    expect(told(cells)).toEqual(["bounded 2 for 2, "]);
  });

  test("take in what is violated in half of their cells and in no other", () => {
    const cells = [
      failed("a", violated("one-turn"), violated("nonce-ordering")),
      failed("b", violated("one-turn")),
    ];
    expect(told(cells)).toEqual(["one-turn 2 for 1, nonce-ordering 1"]);
  });

  test("leave apart what is violated elsewhere, or in few of their cells", () => {
    const many = ["a", "b", "c"].map((name) => failed(name, violated("resident-stays")));
    const few = failed("d", violated("resident-stays"), violated("trust-respected"));
    const other = failed("e", violated("bounded"));
    const both = failed("f", violated("bounded"), violated("resident-stays"));
    expect(told([...many, few, other, both])).toEqual([
      "resident-stays 5 for 1, ",
      "bounded 2 for 1, ",
      "trust-respected 1 for 1, ",
    ]);
  });
});

describe("many findings", () => {
  const facts: RunFacts = {
    run: "r",
    directory: "/out/r",
    fidelity: "loopback",
    versions: versionsOf,
    interrupted: false,
  };
  const known = [{ claim: "resident-stays", because: "issue 7" }];
  /** Twelve claims: the first in twelve cells, the last in one. */
  const cells = Array.from({ length: 12 }, (_, index) =>
    failed(
      `s${index}`,
      violated("resident-stays"),
      ...Array.from({ length: 12 - index }, (_each, own) => violated(`claim-${own}`, `r${index}`)),
    ),
  );
  const render = (some: Partial<RunFacts> = {}) =>
    renderFindings(summarise(cells, { ...facts, ...some }), colourless);

  test("stand on one screen, eight of them with a count, and the others by name and count", () => {
    const text = render();
    const heads = text.match(/^(FAIL|KNOWN) .*/gm) ?? [];
    expect(heads.length).toBeLessThanOrEqual(8);
    expect(heads.every((line) => /: \d+ cells?, /.test(line))).toBe(true);
    expect(text.split("\n").length).toBeLessThanOrEqual(51);
    for (let index = 0; index < 12; index += 1) {
      const count = 12 - index;
      expect(text).toMatch(
        new RegExp(`claim-${index}(: ${count} cells?,| ${count}\\b| in ${count} of them)`),
      );
    }
    expect(text).toContain("resident-stays");
  });

  test("leave what else fails where one of them is known, in a cell that fails by another, too", () => {
    const text = render({ known });
    expect(text).not.toContain("FAIL resident-stays");
    expect(text).toMatch(/FAIL claim-0: 12 cells/);
    expect(text).toMatch(/KNOWN resident-stays: 12 cells, .*\n.*\n {2}besides {2}known: issue 7\n/);
  });
});
