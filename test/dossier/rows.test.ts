import { describe, expect, test } from "vitest";
import { rowsShown } from "../../src/dossier/rows.ts";
import type { WantedItem } from "../../src/dossier/wanted.ts";
import type { CellResult } from "../../src/matrix/summary/result.ts";
import { holding } from "./dossier-results.ts";
import { cellsOf, pairsIn, type Unsuited } from "./two-lanes.ts";

const at = "pi:openai/gpt-5.4";
const [one, two] = [holding("one"), holding("two")];
const wanted = (scenario: string): WantedItem => ({ scenario, claims: ["one", "two"] });
const both = [wanted("plain"), wanted("other")];

function shownOf(
  cells: readonly CellResult[],
  items: readonly WantedItem[] = [wanted("plain")],
  unsuited: Unsuited = {},
) {
  const [row] = rowsShown(pairsIn(cells, unsuited), [{ name: "a row", items }]);
  if (!row) throw new Error("no row");
  return row;
}

describe("a row is", () => {
  test.each<[string, CellResult[], string, string[]]>([
    [
      "shown when each claim holds in each cell",
      cellsOf("v2", "pp", { claims: [one, two] }),
      "shown",
      [],
    ],
    [
      "shown in part when one of its claims does not apply",
      cellsOf("v2", "p", { claims: [one] }),
      "in-part",
      ["two does not apply to v2 in plain"],
    ],
    [
      "shown in part when a claim holds in some cells only",
      [
        ...cellsOf("v2", "p", { claims: [one, two] }),
        ...cellsOf("v2", " p", { claims: [holding("one", "not-applicable"), two] }),
      ],
      "in-part",
      ["one does not apply to v2 in plain"],
    ],
    [
      "not shown at all when none of its claims applies",
      cellsOf("v2", "p", { claims: [holding("one", "violated"), holding("another")] }),
      "none",
      ["one does not apply to v2 in plain", "two does not apply to v2 in plain"],
    ],
    [
      "failed when a cell failed",
      cellsOf("v2", "pf", { claims: [one, two] }),
      "failed",
      [`plain on ${at}: 1 failed`],
    ],
    [
      "open when a cell came to no verdict",
      cellsOf("v2", "pu", { claims: [one, two] }),
      "open",
      [`plain on ${at}: 1 without pass or fail`],
    ],
    [
      "open when nobody planned its cell",
      cellsOf("v1", "p"),
      "open",
      [`plain on ${at}: 1 without pass or fail`],
    ],
    ["open when the run has no such scenario", [], "open", ["there is no scenario plain"]],
  ])("%s", (_what, cells, state, because) => {
    expect(shownOf(cells).candidate).toMatchObject({ state, because });
  });

  test("open when it asks for nothing", () => {
    expect(shownOf(cellsOf("v2", "p"), []).candidate).toEqual({
      state: "open",
      because: [],
      cells: [],
    });
  });

  test("not shown by a lane that cannot be asked, and rests on none of its cells", () => {
    const cells = [...cellsOf("v1", "s"), ...cellsOf("v2", "p", { claims: [one, two] })];
    const row = shownOf(cells, [wanted("plain")], { v1: "no lock" });
    expect(row.baseline).toEqual({ state: "none", because: ["no lock"], cells: [] });
    expect(row.candidate).toEqual({ state: "shown", because: [], cells: [`${at} v2 plain #1`] });
  });
});

describe("a row of two scenarios is", () => {
  const plain = (story: string, claims = [one, two]) => cellsOf("v2", story, { claims });
  const other = (story: string, claims = [one, two]) =>
    cellsOf("v2", story, { claims, scenario: "other" });

  test.each<[string, CellResult[], string, string[]]>([
    [
      "failed where one failed, whatever the other is",
      [...plain("f"), ...other("u")],
      "failed",
      [`plain on ${at}: 1 failed`],
    ],
    [
      "open where one is open and the other shown in part",
      [...plain("u"), ...other("p", [one])],
      "open",
      [`plain on ${at}: 1 without pass or fail`],
    ],
    [
      "shown in part where one is not shown",
      [...plain("p"), ...other("p", [])],
      "in-part",
      ["one does not apply to v2 in other", "two does not apply to v2 in other"],
    ],
    [
      "not shown where neither is",
      [...plain("p", []), ...other("p", [])],
      "none",
      [
        "one does not apply to v2 in plain",
        "two does not apply to v2 in plain",
        "one does not apply to v2 in other",
        "two does not apply to v2 in other",
      ],
    ],
  ])("%s", (_what, cells, state, because) => {
    expect(shownOf(cells, both).candidate).toMatchObject({ state, because });
  });

  test("explained with each reason once, and rests on the cells of both", () => {
    const cells = [...cellsOf("v1", "s"), ...cellsOf("v1", "s", { scenario: "other" })];
    const row = shownOf([...cells, ...plain("p"), ...other("p")], both, { v1: "no lock" });
    expect(row.baseline).toMatchObject({ state: "none", because: ["no lock"] });
    expect(row.candidate.cells).toEqual([`${at} v2 plain #1`, `${at} v2 other #1`]);
    expect(row.scenarios).toEqual(["plain", "other"]);
  });
});

test("a row says what it does not show, where there is such", () => {
  const rows = rowsShown(
    [],
    [
      { name: "a", items: [], limits: "not all" },
      { name: "b", items: [] },
    ],
  );
  expect(rows.map(({ name, limits }) => [name, limits])).toEqual([
    ["a", "not all"],
    ["b", null],
  ]);
});
