import { describe, expect, test } from "vitest";
import { hazardsIn } from "../../src/dossier/hazards.ts";
import type { CellResult } from "../../src/matrix/summary/result.ts";
import { comparison, holding } from "./dossier-results.ts";
import { cellsOf, pairsIn } from "./two-lanes.ts";

const at = "pi:openai/gpt-5.4";
const hazards = (cells: readonly CellResult[]) => hazardsIn(pairsIn(cells), comparison);
const unlocked = { scenario: "two-without-lock" };

test("a run that shows no hazard has none", () => {
  expect(hazards([...cellsOf("v1", "pf"), ...cellsOf("v2", "pu")])).toEqual([]);
});

describe("a hazard", () => {
  test("of the old lane is told with its claims, its cells, and how the new lane answers", () => {
    const more = [holding("single-writer", "violated"), holding("append-only", "violated")];
    expect(
      hazards([
        ...cellsOf("v1", "hf", unlocked),
        ...cellsOf("v1", "  p", { ...unlocked, claims: [...more, holding("one-turn")] }),
        ...cellsOf("v2", "pfus", { scenario: "two-at-once" }),
      ]),
    ).toEqual([
      {
        scenario: "two-without-lock",
        lane: "v1",
        of: "v1",
        claims: ["single-writer", "append-only"],
        cells: [`${at} v1 two-without-lock #1`, `${at} v1 two-without-lock #3`],
        answeredBy: "two-at-once",
        answer: { scenario: "two-at-once", pass: 1, cells: 3 },
      },
    ]);
  });

  test("has no answer where none ran", () => {
    const skipped = cellsOf("v2", "s", { scenario: "two-at-once" });
    expect(hazards([...cellsOf("v1", "h", unlocked), ...skipped])).toMatchObject([
      { answeredBy: "two-at-once", answer: null },
    ]);
  });

  test("that ends with the old lane has none either, though the new one runs in it", () => {
    expect(hazards(cellsOf("v2", "h", { scenario: "beside-v1" }))).toMatchObject([
      { lane: "v2", of: "v1", answeredBy: null, answer: null },
    ]);
  });

  test("that nobody knows is whose cell shows it, and is answered in the same scenario", () => {
    expect(hazards([...cellsOf("v1", "p"), ...cellsOf("v2", "hp")])).toMatchObject([
      {
        scenario: "plain",
        lane: "v2",
        of: "v2",
        answeredBy: "plain",
        answer: { scenario: "plain", pass: 2, cells: 2 },
      },
    ]);
  });

  test("is one row for each scenario and lane, of all targets", () => {
    const target = { agent: "pi", provider: "other", model: "m", wireApi: null };
    const shown = hazards([
      ...cellsOf("v1", "h"),
      ...cellsOf("v2", "h"),
      ...cellsOf("v1", "h", { target }),
      ...cellsOf("v1", "h", unlocked),
    ]);
    expect(shown.map(({ scenario, lane, cells }) => [scenario, lane, cells.length])).toEqual([
      ["plain", "v1", 2],
      ["plain", "v2", 1],
      ["two-without-lock", "v1", 1],
    ]);
  });
});
