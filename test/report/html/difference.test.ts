// The difference of two, as the page's script finds it.
import { describe, expect, test } from "vitest";
import type { CellResult } from "../../../src/matrix/summary/result.ts";
import { summarise } from "../../../src/matrix/summary/summary.ts";
import { pairsIn, valuesOf } from "../../../src/report/html/client/difference.ts";
import { fractionIn, scaleFor } from "../../../src/report/html/client/plot-scale.ts";
import { searchableIn, selectedIn } from "../../../src/report/html/client/selection.ts";
import { viewIn } from "../../../src/report/html/client/view.ts";
import { positionsIn } from "../../../src/report/html/names.ts";
import { overviewOf } from "../../../src/report/html/overview.ts";
import { result, versionsOf } from "../../matrix/results.ts";

const facts = { run: "r", directory: null, fidelity: "loopback", versions: versionsOf } as const;

const overviewFor = (cells: readonly CellResult[]) =>
  overviewOf(summarise(cells, { ...facts, interrupted: false }), {
    positions: positionsIn(cells),
    detailsPerBlock: 64,
    reportAll: false,
    runName: "r",
    hasEvents: () => false,
  });

const violated = (name: string) => ({
  verdict: "fail" as const,
  claims: [{ name, claim: "It holds.", verdict: "violated" as const, because: "seen", events: [] }],
});

const of = (version: string, agent = "pi") => ({
  target: { agent, version, provider: "openai", model: "gpt-5.4", wireApi: "openai-responses" },
});

describe("the difference of two", () => {
  const wordsOf = (axis: "lane" | "version" | "agent", cells: readonly CellResult[]) => {
    const overview = overviewFor(cells);
    const [a = "", b = ""] = valuesOf(overview, axis);
    const all = cells.map((_, index) => index);
    return pairsIn(overview, all, { axis, a, b }).map((pair) => pair.difference);
  };
  const lanes = (first: Partial<CellResult>, second: Partial<CellResult>) =>
    wordsOf("lane", [result({ lane: "v1", ...first }), result({ lane: "v2", ...second })]);

  test("is a word for each pair", () => {
    expect(lanes({}, {})).toEqual(["alike"]);
    expect(lanes({}, violated("one-turn"))).toEqual(["worse"]);
    expect(lanes({ verdict: "unknown" }, {})).toEqual(["better"]);
    expect(lanes(violated("one-turn"), violated("bounded"))).toEqual(["otherwise"]);
    expect(lanes({ verdict: "skip" }, {})).toEqual(["only-b"]);
    expect(lanes({ scenario: "a" }, { scenario: "b" })).toEqual(["only-a", "only-b"]);
    expect(lanes({}, { ...violated("one-turn"), verdict: "pass" })).toEqual(["hazard"]);
    expect(lanes({ verdict: "skip" }, { verdict: "skip" })).toEqual(["alike"]);
  });

  test("pairs what is the same but for the version, or for the agent", () => {
    const versions = [
      result(of("1.0.0")),
      result({ ...of("2.0.0"), ...violated("one-turn") }),
      result({ ...of("2.0.0"), repetition: 2 }),
    ];
    expect(wordsOf("version", versions)).toEqual(["worse", "only-b"]);
    const agents = [result(of("1.0.0")), result(of("7.0.0", "second"))];
    expect(wordsOf("agent", agents)).toEqual(["alike"]);
  });

  test("and the tabs know agents and their versions", () => {
    const cells = [result(of("1.0.0")), result(of("2.0.0")), result(of("2.0.0", "second"))];
    const searchable = searchableIn(overviewFor(cells));
    expect(selectedIn(searchable, viewIn("#version=2.0.0"))).toEqual([1, 2]);
    expect(selectedIn(searchable, viewIn("#version=2.0.0&agent=pi"))).toEqual([1]);
    expect(valuesOf(searchable.overview, "version")).toEqual(["1.0.0", "2.0.0"]);
  });
});

describe("the pictures", () => {
  test("of rates hold the Wilson interval of each repeated row that was judged, the worst first", () => {
    const cells = [1, 2, 3].flatMap((repetition) => [
      result({ repetition }),
      result({ repetition, scenario: "race", ...(repetition === 1 ? violated("bounded") : {}) }),
      result({ repetition, scenario: "not-run", verdict: "skip" }),
    ]);
    expect(overviewFor(cells).rates?.rows).toEqual([
      expect.objectContaining({
        label: "openai/gpt-5.4 v2 race",
        text: "2/3 [20.7, 93.9]",
        word: "flaky",
      }),
      expect.objectContaining({ label: "openai/gpt-5.4 v2 plain", text: "3/3 [43.8, 100.0]" }),
    ]);
    expect(overviewFor([result()]).rates).toBeNull();
  });

  test("of times hold the quantiles of each phase in each lane, of passed cells alone", () => {
    const timed = (lane: string, durationMs: number, verdict: "pass" | "fail" = "pass") =>
      result({
        lane,
        durationMs: 9000,
        verdict,
        measures: { phases: [{ phase: "seed", durationMs }], usage: null },
      });
    const cells = [timed("v1", 10), timed("v1", 30), timed("v2", 5), timed("v2", 999, "fail")];
    const rows = overviewFor(cells).latencies?.rows.filter(({ phase }) => phase === "seed");
    expect(rows).toEqual([
      { phase: "seed", of: "v1", n: 2, p50: 10, p90: 30, p99: 30 },
      { phase: "seed", of: "v2", n: 1, p50: 5, p90: 5, p99: 5 },
    ]);
  });

  test("of differences reach as far as they must, on both sides of zero", () => {
    const row = { label: "", estimate: 0, lower: -0.12, upper: 0.03, text: "", word: "" };
    const plot = { title: "", from: -1, to: 1, lines: [], rows: [row] };
    const scale = scaleFor(plot);
    expect(scale).toEqual({ from: -0.2, to: 0.2, ticks: [-0.2, 0, 0.2] });
    expect([-0.2, 0, 0.2, 5].map((value) => fractionIn(scale, value))).toEqual([0, 0.5, 1, 1]);
  });
});
