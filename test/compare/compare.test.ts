import { describe, expect, test } from "vitest";
import { compareRuns } from "../../src/compare/compare.ts";
import { asRecorded } from "../../src/compare/pairing.ts";
import { result } from "../matrix/results.ts";
import { asked, cells, measured, run } from "./two-runs.ts";

const verdictOf = (...both: Parameters<typeof compareRuns>) => {
  const { verdict, exitCode } = compareRuns(...both);
  return [verdict, exitCode];
};

describe("a run against an earlier one", () => {
  test("is no worse where the interval lies above the margin", () => {
    expect(verdictOf(run(cells(73)), run(cells(73)), asked)).toEqual(["no-worse", 0]);
  });

  test("is undecided with one pair less, and says how many lack", () => {
    const { verdict, exitCode, lanes } = compareRuns(run(cells(72)), run(cells(72)), asked);
    expect([verdict, exitCode, lanes[0]?.lacking]).toEqual(["undecided", 2, 1]);
  });

  test("is worse where a row's whole interval lies below the margin, however many others pass", () => {
    const others = cells(200, { scenario: "stale-socket" });
    const before = [...others, ...cells(4)];
    const after = [...others, ...cells(4, { verdict: "fail" })];
    const { verdict, exitCode, rows, lanes } = compareRuns(run(before), run(after), asked);
    expect([verdict, exitCode]).toEqual(["worse", 1]);
    expect(lanes.map(({ shown }) => shown)).toEqual(["no-worse"]);
    const [worse] = rows.filter(({ shown }) => shown === "worse");
    expect(worse).toMatchObject({ scenario: "plain", judged: 4, passedCandidate: 0 });
    // Two rows are tested: twice the exact 2 × 0.5 ** 4.
    expect(worse?.adjusted).toBeCloseTo(0.25, 12);
  });

  test("is undecided where one failure in a row may be chance", () => {
    const others = cells(200, { scenario: "stale-socket" });
    const before = [...others, ...cells(1)];
    const after = [...others, ...cells(1, { verdict: "fail" })];
    expect(verdictOf(run(before), run(after), asked)).toEqual(["undecided", 2]);
  });

  test("is undecided where a cell came to no verdict", () => {
    const after = [...cells(99), result({ repetition: 100, verdict: "unknown" })];
    expect(verdictOf(run(cells(100)), run(after), asked)).toEqual(["undecided", 2]);
  });

  test("is better where the whole interval lies above zero, and that is no worse", () => {
    const before = cells(73, { verdict: "fail" });
    const { verdict, lanes } = compareRuns(run(before), run(cells(73)), asked);
    expect([verdict, lanes[0]?.shown]).toEqual(["no-worse", "better"]);
  });

  test("goes by the margin that is asked for", () => {
    const after = [...cells(95), ...cells(100, { verdict: "fail" }).slice(95)];
    expect(verdictOf(run(cells(100)), run(after), asked)).toEqual(["undecided", 2]);
    const wide = { ...asked, margin: 0.2 };
    expect(verdictOf(run(cells(100)), run(after), wide)).toEqual(["no-worse", 0]);
  });

  test("proves nothing where no cell stands in both", () => {
    const other = cells(100, { scenario: "stale-socket" });
    const value = compareRuns(run(cells(100)), run(other), asked);
    expect([value.verdict, value.onlyBaseline.length, value.onlyCandidate.length]).toEqual([
      "undecided",
      100,
      100,
    ]);
  });

  test("counts a skip for neither", () => {
    const skip = { verdict: "skip", because: "no credential" } as const;
    const before = [...cells(73), ...cells(5, { ...skip, lane: "v2", scenario: "other" })];
    const after = [...cells(73), ...cells(5, { scenario: "other" })];
    const { verdict, rows } = compareRuns(run(before), run(after), asked);
    expect(verdict).toBe("no-worse");
    expect(rows.find(({ scenario }) => scenario === "other")).toMatchObject({
      judged: 0,
      skipped: 5,
    });
  });

  test("pairs two versions of a model where each run has one, and others as it is told", () => {
    const of = (provider: string, model: string) => ({
      target: { agent: "pi", provider, model, wireApi: "openai-responses" },
    });
    const old = cells(73, of("openai", "gpt-5.4"));
    const young = cells(73, of("openai", "gpt-5.5"));
    expect(verdictOf(run(old), run(young), asked)).toEqual(["no-worse", 0]);
    const beside = cells(73, of("groq", "llama"));
    const [before, after] = [run([...old, ...beside]), run([...young, ...beside])];
    expect(compareRuns(before, after, asked).onlyBaseline).toHaveLength(73);
    const same = new Map([["pi:openai/gpt-5.4", "pi:openai/gpt-5.5"]]);
    expect(compareRuns(before, after, asked, { ...asRecorded, same }).onlyBaseline).toHaveLength(0);
  });
});

test("a provider that two versions name differently is one", () => {
  const of = (provider: string) => ({
    target: { agent: "pi", provider, model: "gpt-5.4", wireApi: "azure-openai-responses" },
  });
  // Beside another target, or the two would be taken for versions of one model.
  const [old, young] = ["azure-openai-responses", "azure"].map((name) =>
    run([...cells(73), ...cells(73, of(name))]),
  );
  if (!old || !young) throw new Error("two runs were made");
  expect(compareRuns(old, young, asked).onlyCandidate).toHaveLength(73);
  const providerName = ({ provider }: { readonly provider: string }) =>
    provider.split("-")[0] ?? "";
  const named = compareRuns(old, young, asked, { ...asRecorded, providerName });
  expect([named.onlyBaseline, named.onlyCandidate, named.targets.length]).toEqual([[], [], 2]);
});

describe("what cells took", () => {
  const both = (before: Parameters<typeof measured>, after: Parameters<typeof measured>, n = 8) =>
    compareRuns(run(cells(n, measured(...before))), run(cells(n, measured(...after))), asked)
      .lanes[0];

  test("is slower and dearer where the median's interval says so", () => {
    const lane = both([1, 100, 0.01], [1.5, 300, 0.03]);
    expect(lane?.latencies.map(({ phase, trend, n }) => [phase, trend, n])).toEqual([
      ["cell", "more", 8],
      ["seed", "more", 8],
    ]);
    expect(lane?.latencies[0]?.median).toEqual({
      estimate: 1.5,
      interval: { lower: 1.5, upper: 1.5 },
    });
    expect([lane?.usage?.tokens.trend, lane?.usage?.cost.trend]).toEqual(["more", "more"]);
  });

  test("is not decided by a handful", () => {
    expect(both([1, 100, 0.01], [2, 300, 0.03], 5)?.latencies[0]?.trend).toBe("not-shown");
  });

  test("never makes a run worse", () => {
    const [before, after] = [measured(1, 100, 0.01), measured(60, 900, 0.9)];
    expect(verdictOf(run(cells(73, before)), run(cells(73, after)), asked)).toEqual([
      "no-worse",
      0,
    ]);
  });

  test("is mixed where most pairs are cheaper and all of them together dearer", () => {
    const before = cells(9, measured(1, 100, 1));
    const after = cells(9, measured(1, 100, 0.9)).map((cell, index) =>
      index === 0 ? { ...cell, ...measured(1, 100, 9) } : cell,
    );
    const [lane] = compareRuns(run(before), run(after), asked).lanes;
    expect(lane?.usage?.cost.trend).toBe("mixed");
  });

  test("costs nothing known where a reply names no cost", () => {
    const usage = both([1, 100, null], [1, 100, 0.03])?.usage;
    expect([usage?.cost.median, usage?.tokens.trend]).toEqual([null, "not-shown"]);
  });

  test("is measured on pairs that passed in both runs alone", () => {
    const before = [...cells(6, measured(1, 1, 1)), ...cells(7, measured(9, 1, 1)).slice(6)];
    const after = cells(7, measured(1, 1, 1)).map((cell, index) =>
      index === 6 ? { ...cell, verdict: "fail" as const } : cell,
    );
    const [latency] = compareRuns(run(before), run(after), asked).lanes[0]?.latencies ?? [];
    expect([latency?.n, latency?.trend]).toEqual([6, "not-shown"]);
  });
});
