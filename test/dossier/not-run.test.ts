import { expect, test } from "vitest";
import { notRunIn } from "../../src/dossier/not-run.ts";
import { cellsOf, pairsIn } from "./two-lanes.ts";

const at = "pi:openai/gpt-5.4";

test("what was skipped is told by lane and reason, what nobody can run apart", () => {
  const pairs = [
    ...pairsIn([
      ...cellsOf("v1", "ss p", { because: "no key" }),
      ...cellsOf("v1", "  s", { because: null }),
      ...cellsOf("v2", "sfpu", { because: "no key" }),
    ]),
    ...pairsIn(cellsOf("v1", "s", { scenario: "other", because: "no key" }), { v1: "no lock" }),
  ];
  expect(notRunIn(pairs)).toEqual([
    {
      lane: "v1",
      scenarios: ["plain"],
      byNature: false,
      because: "no key",
      cells: [`${at} v1 plain #1`, `${at} v1 plain #2`],
    },
    {
      lane: "v1",
      scenarios: ["plain"],
      byNature: false,
      because: "no reason given",
      cells: [`${at} v1 plain #3`],
    },
    {
      lane: "v2",
      scenarios: ["plain"],
      byNature: false,
      because: "no key",
      cells: [`${at} v2 plain #1`],
    },
    {
      lane: "v1",
      scenarios: ["other"],
      byNature: true,
      because: "no key",
      cells: [`${at} v1 other #1`],
    },
  ]);
});

test("where everything ran, nothing is told", () => {
  expect(notRunIn(pairsIn([...cellsOf("v1", "p"), ...cellsOf("v2", "f")]))).toEqual([]);
});
