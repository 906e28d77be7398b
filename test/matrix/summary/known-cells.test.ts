import { describe, expect, test } from "vitest";
import type { KnownFinding } from "../../../src/matrix/known.ts";
import type { CellResult } from "../../../src/matrix/summary/result.ts";
import { summarise } from "../../../src/matrix/summary/summary.ts";
import { result, versionsOf } from "../results.ts";

type Verdict = "holds" | "violated" | "unknown";

const cell = (
  verdict: CellResult["verdict"],
  claims: Readonly<Record<string, Verdict>>,
  changes: Partial<CellResult> = {},
) =>
  result({
    verdict,
    claims: Object.entries(claims).map(([name, each]) => ({
      name,
      claim: "",
      verdict: each,
      because: "so",
      events: [],
    })),
    ...changes,
  });

const leaves = (changes: Partial<KnownFinding> = {}): KnownFinding => ({
  claim: "resident-stays",
  because: "issue 7",
  ...changes,
});

const sum = (cells: readonly CellResult[], known: readonly KnownFinding[]) =>
  summarise(cells, {
    run: "r",
    directory: "/out/r",
    fidelity: "loopback",
    versions: versionsOf,
    interrupted: false,
    known,
  });

const good = cell("pass", { "resident-stays": "holds", bounded: "holds" });
const gone = cell("fail", { "resident-stays": "violated", bounded: "holds" });
const both = cell("fail", { "resident-stays": "violated", bounded: "violated" });

describe("a cell that fails only by known findings", () => {
  test("is counted apart, is no pass, fails no run, and is no acceptance", () => {
    const { counts, exitCode, notAcceptance, cells } = sum([good, gone], [leaves()]);
    expect(counts).toMatchObject({ pass: 1, fail: 0, known: 1, unknown: 0 });
    expect(exitCode).toBe(0);
    expect(notAcceptance).toBe("1 of 2 cells fail by known findings");
    expect(cells[1]).toMatchObject({ verdict: "fail", known: ["issue 7"] });
  });

  test("may show a hazard on purpose besides", () => {
    const claims = gone.claims.map((each) =>
      each.name === "bounded"
        ? { ...each, verdict: "violated" as const, hazard: "shown" as const }
        : each,
    );
    expect(sum([{ ...gone, claims }], [leaves()]).counts).toMatchObject({ fail: 0, known: 1 });
  });

  test("makes no run green by itself", () => {
    expect(sum([gone], [leaves()])).toMatchObject({ verdict: "unknown", exitCode: 2 });
  });

  test("is not one that violates anything else, or has no violated claim at all", () => {
    const silent = cell("fail", { bounded: "holds" });
    expect(sum([both, silent], [leaves()])).toMatchObject({
      exitCode: 1,
      counts: { fail: 2, known: 0 },
    });
  });

  test("may fail by several of them", () => {
    const known = [leaves(), leaves({ claim: "bounded", because: "slow host" })];
    expect(sum([both], known).cells[0]?.known).toEqual(["issue 7", "slow host"]);
  });

  test.each<Partial<KnownFinding>>([
    { lane: "v1" },
    { scenario: "contention" },
    { target: "pi:openai/gpt-5.5" },
  ])("is not one of another place, %j", (place) => {
    expect(sum([gone], [leaves(place)]).counts).toMatchObject({ fail: 1, known: 0 });
  });

  test("is one of the place named", () => {
    const place = { lane: "v2", scenario: "plain", target: "pi:openai/gpt-5.4" };
    expect(sum([gone], [leaves(place)]).counts).toMatchObject({ fail: 0, known: 1 });
  });

  test("is a finding of its own, after what is new, in each cell that shows it", () => {
    const { findings } = sum([gone, both], [leaves()]);
    expect(findings.map(({ outcome, cells }) => [outcome, cells.length])).toEqual([
      ["fail", 1],
      ["known", 2],
    ]);
  });

  test("still counts as a failure among the repetitions", () => {
    const again = { ...gone, repetition: 2 };
    expect(sum([gone, again], [leaves()]).repetitions[0]).toMatchObject({ failed: 2 });
  });
});

describe("a known finding", () => {
  const stale = (cells: readonly CellResult[], changes: Partial<KnownFinding> = {}) =>
    sum(cells, [leaves(changes)]).noLongerShown.map(({ held }) => held);

  test("that no longer shows is reported, with the cells in which it held", () => {
    expect(stale([good, good])).toEqual([2]);
  });

  test("that shows anywhere it speaks of is not", () => {
    expect(stale([good, both])).toEqual([]);
  });

  test("is not taken for gone where nothing could have shown it", () => {
    const open = cell("unknown", { "resident-stays": "unknown" });
    const stopped = result({ verdict: "skip", unfinished: true });
    expect(stale([good, open])).toEqual([]);
    expect(stale([good, stopped])).toEqual([]);
    expect(stale([good], { lane: "v1" })).toEqual([]);
    expect(stale([cell("pass", { bounded: "holds" })])).toEqual([]);
  });
});
