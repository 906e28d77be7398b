import { describe, expect, test } from "vitest";
import { type CellHistory, historyFates } from "../../src/evidence/cell.ts";
import type { CellResult } from "../../src/matrix/summary/result.ts";
import { summarise } from "../../src/matrix/summary/summary.ts";
import {
  fateDifferences,
  fateSign,
  fateTables,
  gravestSign,
} from "../../src/report/history-fates.ts";
import { renderHistories } from "../../src/report/history-table.ts";
import { histories as reporter } from "../../src/report/reporters/histories.ts";
import { coloured } from "../../src/report/style.ts";
import { result } from "../matrix/results.ts";

const plainOptions = { width: 80, paint: (_: string, text: string) => text };
const phases = { phases: [], usage: null };

function held(name: string, changes: Partial<CellResult> = {}, fate: CellHistory["fate"] = "kept") {
  return result({ scenario: "plain", history: { name, fate, shows: [] }, ...changes });
}

const violated = (name: string) =>
  [{ name, claim: "", verdict: "violated", because: "", events: [] }] as const;

describe("a cell's letter", () => {
  test.each<[string, CellResult]>([
    ["K", held("tool-call")],
    ["R", held("tool-killed", {}, "repaired")],
    ["X", held("late", { measures: { ...phases, refusedIn: ["resume"] } }, "refused")],
    ["W", held("wedge", { measures: { ...phases, refusedIn: ["resume", "recovery"] } }, "refused")],
    ["L", held("lost-line", { claims: violated("history-kept") }, "lost")],
    ["✗", held("broken", { verdict: "fail", claims: violated("history-kept") })],
    ["?", held("cut", { verdict: "unknown" })],
    ["–", held("none", { verdict: "skip" })],
  ])("is %s", (sign, cell) => {
    expect(fateSign(cell)).toBe(sign);
  });

  test("is the gravest of its repetitions", () => {
    expect(gravestSign([held("a"), held("a", { verdict: "fail" }), held("a")])).toBe("✗");
    expect(gravestSign([])).toBeNull();
  });
});

const twoLanes = [
  held("tool-call", { measures: { ...phases, resumed: { inputTokens: 300, cachedTokens: 150 } } }),
  held("lost-line", { claims: violated("history-kept") }, "lost"),
  held("tool-call", { lane: "v1" }),
  held("lost-line", { lane: "v1", verdict: "fail" }, "lost"),
];

test("lanes are compared history by history", () => {
  const [one, other] = fateTables(twoLanes);
  if (!one || !other) throw new Error("two lanes were given");
  expect(fateDifferences(one, other)).toMatchObject([
    { history: "lost-line", signs: ["L", "✗"], targets: [expect.any(String)] },
  ]);
  expect(fateDifferences(one, one)).toEqual([]);
});

test("the table shows one letter a cell, the cached share and the tokens", () => {
  const text = renderHistories(twoLanes, plainOptions);
  expect(text).toContain("histories, lane v2\n");
  expect(text).toMatch(/ K L {3}50 % {4}300\n/);
  expect(text).toMatch(/ K ✗\n/);
  expect(text).toContain("1 tool-call  2 lost-line");
  expect(text).toContain("L lost: a part of it is not told any more");
  expect(text).toContain("v2 and v1 differ in:\n  lost-line: L and ✗, on 1 targets\n");
});

test("each line of a coloured head that stands upright begins and ends its colour", () => {
  const many = Array.from({ length: 12 }, (_, index) => held(`history-${index}`));
  const text = renderHistories(many, { width: 80, paint: coloured });
  const count = (line: string, ...codes: readonly number[]) =>
    codes.reduce((sum, code) => sum + line.split(`\u001b[${code}m`).length - 1, 0);
  const lines = text.split("\n");
  expect(lines.some((line) => count(line, 2) > 12)).toBe(true);
  expect(lines.filter((line) => count(line, 1, 2) !== count(line, 22))).toEqual([]);
});

test("lanes that do the same say whose doing it is", () => {
  const text = renderHistories(
    [held("tool-call"), held("tool-call", { lane: "v1" })],
    plainOptions,
  );
  expect(text).toContain("v2 and v1 differ in no history");
});

test("a run without histories has no such table", () => {
  expect(renderHistories([result({ scenario: "plain" })], plainOptions)).toBe("");
});

test("the page has histories down, targets across, and what they took below", () => {
  const facts = {
    run: null,
    directory: null,
    fidelity: "loopback",
    versions: null,
    interrupted: false,
  };
  const summary = summarise(twoLanes, facts as Parameters<typeof summarise>[1]);
  const page = reporter.render(summary, {} as Parameters<typeof reporter.render>[1]);
  expect(page).toContain("### Lane `v2`");
  expect(page).toContain("| `lost-line` | L |");
  expect(page).toContain("| *from the cache* | 50 % of 300 tokens |");
  expect(page).toContain("- `openai-responses`: `openai/gpt-5.4`");
  expect(historyFates).toContain("lost");
});
