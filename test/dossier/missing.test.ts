import { describe, expect, test } from "vitest";
import { missingCells, missingRows } from "../../src/dossier/missing.ts";
import type { RowEvidence } from "../../src/dossier/rows.ts";
import type { CellResult } from "../../src/matrix/summary/result.ts";
import { comparison, holding } from "./dossier-results.ts";
import { cellsOf, pairsIn, type Unsuited } from "./two-lanes.ts";

const at = "pi:openai/gpt-5.4";
const notPlanned = "not part of this run (--full runs every scenario on every target)";

const missing = (cells: readonly CellResult[], unsuited: Unsuited = {}) =>
  missingCells(pairsIn(cells, unsuited), comparison);

const both = (baseline: CellResult[], candidate: CellResult[], unsuited: Unsuited = {}) =>
  missing([...baseline, ...candidate], unsuited);

describe("nothing lacks", () => {
  test("where both lanes came to their verdicts, and the new one passed", () => {
    expect(both(cellsOf("v1", "fph"), cellsOf("v2", "ppp"))).toEqual([]);
  });

  test("of what a lane cannot be asked by its nature", () => {
    const others = { scenario: "other", because: "no lock" };
    const pairs = [
      ...pairsIn([...cellsOf("v1", "p"), ...cellsOf("v2", "p")]),
      ...pairsIn([...cellsOf("v1", "s", others), ...cellsOf("v2", "p", others)], { v1: "no lock" }),
    ];
    expect(missingCells(pairs, comparison)).toEqual([]);
  });

  test("of the old lane where the new one cannot be asked, on a target that can be compared", () => {
    const other = cellsOf("v1", "u", { scenario: "other" });
    const pairs = [
      ...pairsIn([...cellsOf("v1", "p"), ...cellsOf("v2", "p")]),
      ...pairsIn(other, { v2: "cannot" }),
    ];
    expect(missingCells(pairs, comparison)).toEqual([]);
  });
});

describe("what lacks is told", () => {
  test("by lane and reason, with the cells", () => {
    const because = "no credentials";
    expect(
      both(
        [...cellsOf("v1", "ss", { because }), ...cellsOf("v1", "  p")],
        [...cellsOf("v2", "s", { because }), ...cellsOf("v2", " c"), ...cellsOf("v2", "  f")],
      ),
    ).toEqual([
      { because: `v1: skipped: ${because}`, cells: [`${at} v1 plain #1`, `${at} v1 plain #2`] },
      { because: `v2: skipped: ${because}`, cells: [`${at} v2 plain #1`] },
      { because: "v2: pass: no claim says why", cells: [`${at} v2 plain #2`] },
    ]);
  });

  test("with the claims that are open, where no other reason is known", () => {
    const claims = [holding("one", "unknown"), holding("two"), holding("three", "unknown")];
    expect(both(cellsOf("v1", "p"), cellsOf("v2", "u", { claims }))).toEqual([
      { because: "v2: unknown: one, three", cells: [`${at} v2 plain #1`] },
    ]);
    expect(both(cellsOf("v1", "p"), cellsOf("v2", "u", { because: "cut" }))).toMatchObject([
      { because: "v2: unknown: cut" },
    ]);
  });

  test("of repetitions that were not planned", () => {
    const [missed, ...more] = both(cellsOf("v1", "p"), cellsOf("v2", "pp"));
    expect(more).toEqual([]);
    expect(missed?.because).toBe(`v1: ${notPlanned}`);
    expect([...(missed?.cells ?? [])]).toEqual([`${at} v1 plain #2`]);
  });

  test("of scenarios that nobody ran, without a title of each of their repetitions being held", () => {
    const scenarios = Array.from({ length: 100 }, (_, index) => `other-${index}`);
    const often = { repetition: 20_000 };
    const cells = ["v1", "v2"].flatMap((lane) => cellsOf(lane, "p", often));
    const before = process.memoryUsage().heapUsed;
    const [old, fresh] = missingCells(pairsIn(cells, {}, scenarios), comparison);
    // Four million titles.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 1024 ** 2);
    expect(old?.cells).toHaveLength(100 * 20_000 + 19_999);
    expect(fresh?.cells.slice(19_999, 20_001)).toEqual([
      `${at} v2 other-0 #20000`,
      `${at} v2 other-1 #1`,
    ]);
  });

  test("of a new lane that fails without being worse", () => {
    const noBetter = {
      because: "v2: failed, where the other lane is no better or cannot be run",
      cells: [`${at} v2 plain #2`],
    };
    expect(both(cellsOf("v1", "fp"), cellsOf("v2", "pf"))).toEqual([noBetter]);
    expect(both([], cellsOf("v2", "pf"), { v1: "cannot" })).toContainEqual(noBetter);
    expect(both(cellsOf("v1", "pp"), cellsOf("v2", "pf"))).toEqual([]);
  });

  test("of a target of which nothing can be compared", () => {
    const elsewhere = { agent: "pi", provider: "other", model: "m", wireApi: null };
    const pairs = [
      ...pairsIn(cellsOf("v2", "p"), { v1: "cannot" }),
      ...pairsIn([
        ...cellsOf("v1", "p", { target: elsewhere }),
        ...cellsOf("v2", "p", { target: elsewhere }),
      ]),
      ...pairsIn(cellsOf("v2", "p", { target: elsewhere, scenario: "other" }), { v1: "cannot" }),
    ];
    expect(missingCells(pairs, comparison)).toEqual([
      { because: `${at}: nothing of it is comparable`, cells: [] },
    ]);
  });

  test("of a run in which neither lane is", () => {
    expect(missing([])).toEqual([{ because: "no cell of v1 or v2 is in what was run", cells: [] }]);
  });

  test.each<[readonly string[], string]>([
    [[], "nothing of it ran"],
    [["one"], "one"],
    [["one", "two", "three"], "one, and 2 more"],
  ])("of a row that is not shown because of %j", (because, said) => {
    const side = { state: "shown", because: [], cells: [] } as const;
    const rows: RowEvidence[] = [
      { name: "a", scenarios: [], limits: null, baseline: side, candidate: side },
      {
        name: "b",
        scenarios: [],
        limits: null,
        baseline: side,
        candidate: { state: "open", because, cells: ["x"] },
      },
    ];
    expect(missingRows(rows, comparison)).toEqual([
      { because: `"b" is not shown by v2: ${said}`, cells: ["x"] },
    ]);
  });
});
