import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { buildDossier } from "../../src/dossier/dossier.ts";
import { points } from "../../src/dossier/points.ts";
import type { PooledRun } from "../../src/dossier/pool.ts";
import type { Standing } from "../../src/dossier/requirements.ts";
import { wantedRows } from "../../src/dossier/wanted.ts";
import { defaultThresholds } from "../../src/matrix/config/config.ts";
import type { CellResult } from "../../src/matrix/summary/result.ts";
import { result } from "../matrix/results.ts";
import {
  comparison,
  convincing,
  dossierOf,
  holding,
  live,
  liveRun,
  runOf,
  scenarioNames,
  standing,
} from "./dossier-results.ts";

const becauseOf = (cells: readonly CellResult[]) =>
  dossierOf(cells)
    .reasons.map(({ because }) => because)
    .join("\n");

/** The convincing cells, with the one at these coordinates changed. */
const changed = (lane: string, scenario: string, changes: Partial<CellResult>) =>
  convincing().map((cell) =>
    cell.lane === lane && cell.scenario === scenario && cell.target.provider === "openai"
      ? { ...cell, ...changes }
      : cell,
  );

describe("a dossier says remove", () => {
  test("when all of the new lane passed and nothing that counts lacks", () => {
    const { verdict, missing, counts, rows } = dossierOf(convincing());
    expect({ verdict, missing }).toEqual({ verdict: "remove", missing: [] });
    expect(rows.every((row) => row.candidate.state === "shown")).toBe(true);
    expect(counts).toMatchObject({ worse: 0, open: 0, "both-fail": 0 });
  });

  test("because of every line that a removal asks for, each with its figures", () => {
    const { reasons, requirements } = dossierOf(changed("v1", "plain", { verdict: "fail" }));
    expect(requirements.every(({ met }) => met)).toBe(true);
    expect(reasons.map(({ because }) => because)).toEqual([
      "176 of 176 cells of v2 passed; 10 of 10 comparable rows were compared, 1 better",
      "11 of 11 rows that were asked for are shown",
      "2 of 2 targets ran live in both lanes (plain)",
      "2 of 2 live rows are within a margin of 5 points at 95 %",
      "2 of 2 killed (this build, b; run at sim: 2, at loopback: 2)",
      "20000 schedules of v2, no counterexample (this build, b)",
      "2 runs, none filtered",
    ]);
  });

  test("also when the old lane fails where the new one does not, and calls that better", () => {
    const { verdict, counts } = dossierOf(changed("v1", "plain", { verdict: "fail" }));
    expect([verdict, counts.better]).toEqual(["remove", 1]);
  });
});

test("of a run with hardly a cell it says how few rows were compared", () => {
  const [first] = convincing();
  const found = (cells: readonly CellResult[]) =>
    buildDossier([runOf("A", cells)], comparison, standing).requirements[0]?.found;
  const both = convincing().filter(
    ({ scenario, target }) => scenario === "plain" && target === first?.target,
  );
  expect(found(both)).toBe(
    "1 of 1 cells of v2 passed; 1 of 4 comparable rows were compared, 0 better",
  );
  const oldOpen = both.map((cell) =>
    cell.lane === "v1" ? { ...cell, verdict: "unknown" as const } : cell,
  );
  expect(found(oldOpen)).toContain("; 0 of 4 comparable rows were compared, 0 better");
});

describe("a dossier says keep", () => {
  test("when the new lane fails a cell that the old one passes, naming it", () => {
    const { verdict, reasons, blocking } = dossierOf(changed("v2", "plain", { verdict: "fail" }));
    expect(verdict).toBe("keep");
    expect(blocking).toHaveLength(1);
    expect(reasons[0]?.cells).toEqual(["pi:openai/gpt-5.4 v2 plain #1 (A)"]);
  });

  test("when the new lane fails more often, and not when both fail as often", () => {
    const twice = (lane: string, fails: number) =>
      convincing().flatMap((cell) =>
        [1, 2].map((repetition) => {
          const spoilt = cell.scenario === "plain" && repetition <= fails && cell.lane === lane;
          return { ...cell, repetition, ...(spoilt ? { verdict: "fail" as const } : {}) };
        }),
      );
    expect(dossierOf(twice("v2", 1)).verdict).toBe("keep");
    const both = twice("v2", 1).map((cell) =>
      cell.lane === "v1" && cell.scenario === "plain" && cell.repetition === 2
        ? { ...cell, verdict: "fail" as const }
        : cell,
    );
    expect(dossierOf(both)).toMatchObject({ verdict: "not-enough-evidence", blocking: [] });
  });

  test("when the new lane shows a hazard of its own", () => {
    const [cell] = convincing().filter(
      ({ lane, scenario }) => lane === "v2" && scenario === "plain",
    );
    const claims = (cell?.claims ?? []).map((claim) =>
      claim.name === "single-writer" ? { ...claim, verdict: "violated" as const } : claim,
    );
    const { verdict, reasons } = dossierOf(changed("v2", "plain", { claims }));
    expect(verdict).toBe("keep");
    expect(reasons).toEqual([
      {
        because: "v2 shows a hazard that v1 has not: plain on pi:openai/gpt-5.4",
        cells: ["pi:openai/gpt-5.4 v2 plain #1 (A)"],
      },
    ]);
  });

  test("naming of several cells those that failed", () => {
    const again = convincing().map((cell) => ({ ...cell, repetition: 2 }));
    const cells = [...changed("v2", "plain", { verdict: "fail" }), ...again];
    expect(dossierOf(cells).reasons[0]?.cells).toEqual(["pi:openai/gpt-5.4 v2 plain #1 (A)"]);
  });

  test("even though other cells lack", () => {
    const cells = changed("v2", "plain", { verdict: "fail" }).slice(0, -1);
    const { verdict, missing } = dossierOf(cells);
    expect(verdict).toBe("keep");
    expect(missing.length).toBeGreaterThan(0);
  });
});

describe("a dossier says not enough evidence", () => {
  test.each<[string, () => CellResult[], string]>([
    [
      "a target was skipped for want of credentials",
      () =>
        convincing().map((cell) =>
          cell.target.provider === "anthropic"
            ? { ...cell, verdict: "skip", because: "no credentials", claims: [] }
            : cell,
        ),
      "v2: skipped: no credentials",
    ],
    [
      "a cell of the new lane is unknown",
      () => changed("v2", "lock-held", { verdict: "unknown", claims: [] }),
      "v2: unknown: no claim says why",
    ],
    [
      "a cell of the old lane is unknown",
      () => changed("v1", "plain", { verdict: "unknown", claims: [] }),
      "v1: unknown",
    ],
    [
      "a cell did not come to its end",
      () => changed("v1", "plain", { verdict: "skip", because: "interrupted", unfinished: true }),
      "run A: 1 of",
    ],
    ["a cell was never planned", () => convincing().slice(1), "not part of this run"],
    [
      "a repetition is missing",
      () => [
        ...convincing(),
        ...convincing()
          .map((each) => ({ ...each, repetition: 2 }))
          .slice(1),
      ],
      "not part of this run",
    ],
    [
      "a whole scenario was left out",
      () => convincing().filter(({ scenario }) => scenario !== "two-records"),
      '"corrupt identity" is not shown by v2',
    ],
    [
      "the old lane was not run at all",
      () => convincing().filter(({ lane }) => lane === "v2"),
      "v1: not part of this run",
    ],
    [
      "the new lane fails where the old one cannot be asked",
      () => changed("v2", "lock-held", { verdict: "fail" }),
      "v2: failed, where the other lane is no better or cannot be run",
    ],
    [
      "a wanted claim did not apply to the new lane",
      () => changed("v2", "send-to-live", { claims: [] }),
      '"send to a live one", "status and follow-up replaced" are not shown by v2: turn-outcome does not',
    ],
  ])("when %s", (_what, cells, because) => {
    expect(dossierOf(cells()).verdict).toBe("not-enough-evidence");
    expect(becauseOf(cells())).toContain(because);
  });

  test("when there is nothing at all", () => {
    const { verdict, missing } = buildDossier([runOf("A", [])], comparison, standing);
    expect(verdict).toBe("not-enough-evidence");
    expect(missing).toContainEqual({
      because: "no cell of v1 or v2 is in what was run",
      cells: [],
    });
    expect(missing).toContainEqual({ because: "no target ran live", cells: [] });
  });
});

const both = (loopback: PooledRun, second: PooledRun | null, changes: Partial<Standing> = {}) =>
  buildDossier(second === null ? [loopback] : [loopback, second], comparison, {
    ...standing,
    ...changes,
  });
const shown = runOf("A", convincing());
const lacksOf = (...given: Parameters<typeof both>) => {
  const { verdict, requirements } = both(...given);
  const lines = requirements.filter(({ met }) => !met);
  return {
    verdict,
    lacks: lines.flatMap(({ name, lacks }) => lacks.map(({ because }) => `${name}: ${because}`)),
  };
};

describe("what an acceptance needs is asked for:", () => {
  test("a loopback run alone never says remove, however much it shows", () => {
    const { verdict, isAgainst } = both(shown, null);
    expect({ verdict, isAgainst }).toEqual({ verdict: "not-enough-evidence", isAgainst: false });
    expect(lacksOf(shown, null).lacks).toEqual([
      "live: no live pair in plain: pi:openai/gpt-5.4, pi:anthropic/claude",
      "repetitions: no live pair: 73 lack for each target",
    ]);
  });

  test("of 20 of 20 live pairs, 53 lack for each target", () => {
    expect(lacksOf(shown, liveRun(live(20)))).toEqual({
      verdict: "not-enough-evidence",
      lacks: ["openai/gpt-5.4", "anthropic/claude"].map(
        (target) =>
          `repetitions: plain on pi:${target}: 20 pairs, of which 53 more lack (the difference may be as low as -16.11 points)`,
      ),
    });
    expect(lacksOf(shown, liveRun(live(72))).lacks[0]).toContain("72 pairs, of which 1 more lack");
  });

  test("73 of 73 are enough, and the arithmetic can be redone by hand", () => {
    const { verdict, pairs } = both(shown, liveRun(live(73)));
    expect(verdict).toBe("remove");
    const [row] = pairs.filter(({ fidelity }) => fidelity === "live");
    expect(row?.measured).toMatchObject({ n: 73, lacking: 0, p: 1, adjusted: 1, unknown: 0 });
    // Wilson's lower end for 73 of 73 is 73 / (73 + z²), with z = 1.959964 and z² = 3.841459.
    const lower = 73 / (73 + 1.959964 ** 2);
    expect(lower).toBeCloseTo(0.95001, 5);
    expect(row?.measured?.difference.lower).toBeCloseTo(lower - 1, 6);
    expect(points(lower - 1)).toBe("-5");
    expect(lower - 1).toBeGreaterThan(-0.05);
    expect(72 / (72 + 1.959964 ** 2) - 1).toBeLessThan(-0.05);
  });

  test("pairs of several live runs add up, each with its own repetitions", () => {
    const runs = [shown, liveRun(live(20)), liveRun(live(53), "C")];
    const { verdict, pairs } = buildDossier(runs, comparison, standing);
    expect(verdict).toBe("remove");
    const [row] = pairs.filter(({ fidelity }) => fidelity === "live");
    expect(row?.measured?.n).toBe(73);
  });

  test("a target that ran at loopback only lacks live", () => {
    const one = live().filter(({ target }) => target.provider === "openai");
    expect(lacksOf(shown, liveRun(one)).lacks).toEqual([
      "live: no live pair in plain: pi:anthropic/claude",
    ]);
  });

  test("live runs alone have to give the scenarios, too", () => {
    const { lacks } = lacksOf(liveRun(live(), "A"), null);
    expect(lacks).toContainEqual(expect.stringContaining("scenarios: v2: not part of"));
  });

  test.each<[string, Partial<Standing>, string]>([
    ["canaries that were not run", { canaries: null }, "canaries: the canaries of this build were"],
    [
      "canaries of which some were not run",
      { canaries: { ...(standing.canaries as NonNullable<Standing["canaries"]>), notRun: 1 } },
      "canaries: 1 of 2 canaries of this build were not run",
    ],
    [
      "a canary that survived",
      {
        canaries: {
          ...(standing.canaries as NonNullable<Standing["canaries"]>),
          notKilled: ["two-children: survived (sim)"],
        },
      },
      "canaries: this build cannot be trusted to turn red: canary two-children: survived (sim)",
    ],
    [
      "no exploration",
      { exploration: null },
      "exploration: lane v2 of this build was not explored",
    ],
    [
      "a short exploration",
      { exploration: { build: "b", lane: "v2", schedules: 30, broken: [] } },
      "exploration: 19970 of 20000 schedules of v2 were not explored",
    ],
    [
      "a counterexample",
      { exploration: { build: "b", lane: "v2", schedules: 20_000, broken: ["single-writer"] } },
      "exploration: an exploration found counterexamples to single-writer",
    ],
    ["runs of another build", { build: "c" }, "runs: run A is of build b, and this is c"],
  ])("%s", (_what, changes, because) => {
    const { verdict, lacks } = lacksOf(shown, liveRun(), changes);
    expect(verdict).toBe("not-enough-evidence");
    expect(lacks[0]).toContain(because);
  });

  test("a lane that cannot be simulated is not asked for an exploration, and that is said", () => {
    const { verdict, requirements } = both(shown, liveRun(), {
      exploration: null,
      isExplorable: false,
    });
    expect(verdict).toBe("remove");
    const [line] = requirements.filter(({ name }) => name === "exploration");
    expect(line?.found).toContain("not asked: lane v2 cannot be simulated");
  });

  test("a run that was interrupted, or chosen by earlier results, is named as such", () => {
    const cut = runOf("A", convincing(), {}, { interrupted: true, build: null });
    const again = { ...liveRun(), chosenBy: ["--last-failed"] };
    expect(lacksOf(cut, again).lacks).toEqual([
      "runs: run A was interrupted",
      "runs: run A is of no single build that it names, and this is b",
      "runs: run B was chosen by earlier results (--last-failed)",
    ]);
    const filtered = { ...liveRun(), chosenBy: ["--target openai/*"] };
    const { verdict, requirements } = both(shown, filtered);
    expect([verdict, requirements.at(-1)?.found]).toEqual(["remove", "2 runs, 1 of them filtered"]);
  });

  test("the thresholds are the config's", () => {
    const thresholds = { ...defaultThresholds, margin: 0.2, liveRepetitions: 1 };
    const ask = (count: number) =>
      buildDossier([shown, liveRun(live(count))], { ...comparison, thresholds }, standing).verdict;
    expect([ask(15), ask(16)]).toEqual(["not-enough-evidence", "remove"]);
  });
});

describe("live, where a model fails now and then,", () => {
  /** Of one target, the first so many cells of a lane changed. */
  const spoilt = (lane: string, count: number, verdict: CellResult["verdict"], of = 73) =>
    live(of).map((cell) =>
      cell.lane === lane && cell.repetition <= count && cell.target.provider === "openai"
        ? { ...cell, verdict }
        : cell,
    );
  const relationOf = (cells: readonly CellResult[]) => {
    const { verdict, pairs } = both(shown, liveRun(cells));
    const [row] = pairs.filter(({ fidelity }) => fidelity === "live");
    return { verdict, relation: row?.relation, lacking: row?.measured?.lacking };
  };

  test("one failure of 73 is undecided, and of 200 within the margin", () => {
    expect(relationOf(spoilt("v2", 1, "fail"))).toMatchObject({
      verdict: "not-enough-evidence",
      relation: "undecided",
    });
    expect(relationOf(spoilt("v2", 1, "fail", 200))).toEqual({
      verdict: "remove",
      relation: "not-inferior",
      lacking: 0,
    });
  });

  test("what chance does not explain is worse", () => {
    expect(relationOf(spoilt("v2", 20, "fail"))).toMatchObject({
      verdict: "keep",
      relation: "worse",
    });
    expect(relationOf(spoilt("v1", 20, "fail"))).toMatchObject({
      verdict: "remove",
      relation: "better",
    });
  });

  test("an unknown counts against the new lane, whichever lane it is in", () => {
    for (const lane of ["v1", "v2"]) {
      const { verdict, lacking } = relationOf(spoilt(lane, 1, "unknown"));
      expect([verdict, lacking]).toEqual(["not-enough-evidence", lane === "v2" ? 37 : 1]);
    }
  });

  test("a skipped repetition is in no pair", () => {
    expect(relationOf(spoilt("v2", 1, "skip"))).toMatchObject({
      relation: "undecided",
      lacking: 1,
    });
  });
});

test("a dossier names its runs, its targets, and what the two lanes are, of those it compares", () => {
  const subjects = { v1: "one-shot", v2: "resident", v3: "another" };
  const named = buildDossier([shown], { ...comparison, subjects }, standing);
  expect(named.runs).toEqual([shown]);
  expect(named.subjects).toEqual({ v1: "one-shot", v2: "resident" });
  expect(named.targets).toEqual(["pi:openai/gpt-5.4", "pi:anthropic/claude"]);
  expect(dossierOf(convincing()).subjects).toEqual({});
});

test("a dossier leaves out what other lanes did", () => {
  const target = { agent: "pi", provider: "other", model: "m", wireApi: null };
  const strays = [
    result({ lane: "v3", target }),
    result({ lane: "v3", scenario: "another" }),
    result({ lane: "v3", repetition: 2 }),
  ];
  const { verdict, pairs } = dossierOf([...convincing(), ...strays]);
  expect({ verdict, pairs }).toEqual({ verdict: "remove", pairs: dossierOf(convincing()).pairs });
});

test("histories are pairs of their own, and rows are shown by sessions of one turn", () => {
  const history = { name: "tool-call", fate: "kept", shows: [] } as const;
  const held = convincing()
    .filter(({ scenario }) => scenario === "plain")
    .map((cell) => ({ ...cell, history, claims: [] }));
  const { verdict, pairs } = dossierOf([...convincing(), ...held]);
  expect(verdict).toBe("remove");
  expect(pairs.filter((pair) => pair.history !== null)).toHaveLength(2);
  const failed = held.map((cell) =>
    cell.lane === "v2" ? { ...cell, verdict: "fail" as const } : cell,
  );
  expect(dossierOf([...convincing(), ...failed])).toMatchObject({
    verdict: "keep",
    blocking: [{ scenario: "plain", history }, { history }],
  });
  const half = held.filter(({ lane }) => lane === "v2");
  const [first] = dossierOf([...convincing(), ...half]).missing;
  expect({ ...first, cells: [...(first?.cells ?? [])] }).toEqual({
    because: "v1: not part of this run (--full runs every scenario on every target)",
    cells: ["openai/gpt-5.4", "anthropic/claude"].map((at) => `pi:${at} v1 plain tool-call #1 (A)`),
  });
});

describe("nothing that was not run", () => {
  const targets = convincing().map(({ target }) => target);
  const anyIdle = fc
    .record({
      target: fc.constantFrom(...targets),
      lane: fc.constantFrom("v1", "v2"),
      scenario: fc.constantFrom(...scenarioNames, "another"),
      repetition: fc.integer({ min: 1, max: 3 }),
      verdict: fc.constantFrom("skip", "unknown"),
      unfinished: fc.boolean(),
    })
    .map((changes) => result({ claims: [], because: "x", ...changes } as Partial<CellResult>));
  const anyRun = fc
    .tuple(
      fc.subarray(convincing(), { minLength: convincing().length - 2 }),
      fc.subarray(convincing(), { maxLength: 2 }),
    )
    .map(([cells, spoilt]) =>
      cells.map((cell) =>
        spoilt.some((each) => each.gardenId === cell.gardenId)
          ? { ...cell, verdict: "fail" as const }
          : cell,
      ),
    );

  test.prop([anyRun, fc.array(anyIdle, { minLength: 1, maxLength: 4 })], { numRuns: 200 })(
    "ever turns a dossier into a removal",
    (cells, idle) => {
      const before = dossierOf(cells).verdict;
      const after = dossierOf([...cells, ...idle]).verdict;
      if (before !== "remove") expect(after).not.toBe("remove");
    },
  );

  test.prop([fc.nat(), fc.constantFrom("skip", "unknown")], { numRuns: 200 })(
    "can stand in for a cell that counts",
    (index, verdict) => {
      const cells = convincing();
      const at = index % cells.length;
      const spoilt = cells.map((cell, own) =>
        own === at ? ({ ...cell, verdict, because: "x", claims: [] } as CellResult) : cell,
      );
      expect(dossierOf(spoilt).verdict).not.toBe("remove");
    },
  );
});

describe("hazards", () => {
  test("are the old lane's whoever's cell shows them, with what the new lane does instead", () => {
    const shown = holding("single-writer", "violated");
    const cells = [
      ...convincing().filter(({ scenario }) => scenario !== "beside-v1"),
      ...convincing()
        .filter(({ scenario }) => scenario === "beside-v1")
        .map((cell) => ({ ...cell, claims: [shown] })),
    ];
    const { hazards, verdict } = dossierOf(cells);
    expect(verdict).toBe("remove");
    expect(hazards).toMatchObject([{ scenario: "beside-v1", lane: "v2", of: "v1", answer: null }]);
  });
});

test("every wanted row names what shows it", () => {
  expect(wantedRows).toHaveLength(11);
  expect(wantedRows.every(({ items }) => items.every(({ claims }) => claims.length > 0))).toBe(
    true,
  );
});
