// What is told of a run does not depend on how it was held: of brief results, which a reporter asks for the rest cell by
// cell, each says byte for byte what it says of whole ones.
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { createBrief } from "../../../src/matrix/summary/brief.ts";
import { type CellResult, cellTitle } from "../../../src/matrix/summary/result.ts";
import { summarise } from "../../../src/matrix/summary/summary.ts";
import { spansOf } from "../../../src/report/otlp/spans.ts";
import { reporters } from "../../../src/report/reporters/index.ts";
import { colourless } from "../../../src/report/style.ts";
import { evidenceOf, plainV2 } from "../../invariants/sample.ts";
import { cells } from "../../matrix/brief-cells.ts";
import { anyResult } from "../../matrix/results.ts";

const facts = {
  run: "r",
  directory: null,
  fidelity: "loopback",
  versions: null,
  interrupted: false,
} as const;
const options = { width: 100, paint: colourless, verbose: false, groupOf: () => "other" };

/** As the evidence would tell it. */
const wholeOf = (results: readonly CellResult[]) => {
  const claims = new Map(results.map((cell) => [cellTitle(cell), cell.claims]));
  return (cell: CellResult) => ({ ...cell, claims: claims.get(cellTitle(cell)) ?? [] });
};

describe.each(reporters)("of brief results says the same as of whole ones: $name", (each) => {
  test.each([false, true])("verbose: %s", (verbose) => {
    const brief = cells.map(createBrief());
    expect(each.brief).toBe(true);
    const whole = each.render(summarise(cells, facts), { ...options, verbose });
    const asking = { ...options, verbose, wholeOf: wholeOf(cells) };
    expect(each.render(summarise(brief, facts), asking)).toBe(whole);
  });

  property.prop([fc.array(anyResult, { maxLength: 4 })], { numRuns: 25 })(
    "whatever a run brings",
    (any) => {
      const results = any.map((cell, index) => ({ ...cell, repetition: index + 1 }));
      const brief = results.map(createBrief());
      for (const verbose of [false, true]) {
        const asking = { ...options, verbose, wholeOf: wholeOf(results) };
        const whole = each.render(summarise(results, facts), { ...options, verbose });
        // A failure of this is told in a few lines: the page holds its whole script.
        expect(each.render(summarise(brief, facts), asking) === whole).toBe(true);
      }
    },
  );
});

test("spans say the same of brief results", () => {
  const evidence = evidenceOf(plainV2);
  const told = { run: "r", withContent: true };
  const brief = cells.map(createBrief());
  expect(brief.map((cell) => spansOf(evidence, cell, told))).toEqual(
    cells.map((cell) => spansOf(evidence, cell, told)),
  );
});
