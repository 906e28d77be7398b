import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { buildDossier } from "../../src/dossier/dossier.ts";
import { wantedRows } from "../../src/dossier/wanted.ts";
import { type CellResult, cellTitle } from "../../src/matrix/summary/result.ts";
import { summarise } from "../../src/matrix/summary/summary.ts";
import { result } from "../matrix/results.ts";
import { comparison, convincing, factsOf, holding, scenarioNames } from "./dossier-results.ts";

const dossierOf = (cells: readonly CellResult[], changes = {}) =>
  buildDossier(summarise(cells, { ...factsOf, ...changes }), comparison);

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

  test("because of each cell that passed, each pair that is comparable and each row", () => {
    const { reasons, pairs } = dossierOf(changed("v1", "plain", { verdict: "fail" }));
    const candidate = convincing().filter(({ lane }) => lane === "v2");
    const compared = pairs.filter(({ relation }) => relation !== "not-comparable");
    expect(compared).toHaveLength(8);
    expect(reasons.map(({ because }) => because)).toEqual([
      "every cell of v2 passed",
      "v2 is at least as good as v1 on each of 8 pairs, and better on 1",
      "all 11 rows that were asked for are shown",
    ]);
    const [passed, paired, rows] = reasons.map(({ cells }) => cells);
    expect(passed?.toSorted()).toEqual(candidate.map(cellTitle).toSorted());
    expect(paired).toEqual(
      compared.flatMap(({ baseline, candidate: side }) =>
        [...baseline.cells, ...side.cells].map(cellTitle),
      ),
    );
    // A scenario that no row asks for is no evidence for one.
    const wanted = candidate.filter(({ scenario }) => scenario !== "beside-v1");
    expect(rows?.toSorted()).toEqual(wanted.map(cellTitle).toSorted());
  });

  test("also when the old lane fails where the new one does not, and calls that better", () => {
    const { verdict, counts } = dossierOf(changed("v1", "plain", { verdict: "fail" }));
    expect([verdict, counts.better]).toEqual(["remove", 1]);
  });
});

describe("a dossier says keep", () => {
  test("when the new lane fails a cell that the old one passes, naming it", () => {
    const { verdict, reasons, blocking } = dossierOf(changed("v2", "plain", { verdict: "fail" }));
    expect(verdict).toBe("keep");
    expect(blocking).toHaveLength(1);
    expect(reasons[0]?.cells).toEqual(["pi:openai/gpt-5.4 v2 plain #1"]);
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
        cells: ["pi:openai/gpt-5.4 v2 plain #1"],
      },
    ]);
  });

  test("naming of several cells those that failed", () => {
    const again = convincing().map((cell) => ({ ...cell, repetition: 2 }));
    const cells = [...changed("v2", "plain", { verdict: "fail" }), ...again];
    expect(dossierOf(cells).reasons[0]?.cells).toEqual(["pi:openai/gpt-5.4 v2 plain #1"]);
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
      "the run: 1 of",
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
      '"send to a live one" is not shown by v2: turn-outcome does not apply',
    ],
    ["there is nothing at all", () => [], "no cell of v1 or v2 is in this run"],
  ])("when %s", (_what, cells, because) => {
    expect(dossierOf(cells()).verdict).toBe("not-enough-evidence");
    expect(becauseOf(cells())).toContain(because);
  });

  test("when the run was interrupted", () => {
    const { verdict, reasons } = dossierOf(convincing(), { interrupted: true });
    expect(verdict).toBe("not-enough-evidence");
    expect(reasons).toContainEqual({ because: "the run was interrupted", cells: [] });
  });
});

test("a dossier names its targets, its flags, and what the two lanes are, of those it compares", () => {
  const flags = ["a flag"];
  const summary = summarise(convincing(), { ...factsOf, flags });
  const subjects = { v1: "one-shot", v2: "resident", v3: "another" };
  const named = buildDossier(summary, { ...comparison, subjects });
  expect(named.facts).toEqual({ ...factsOf, flags, canaries: null });
  expect(named.subjects).toEqual({ v1: "one-shot", v2: "resident" });
  expect(named.targets).toEqual(["pi:openai/gpt-5.4", "pi:anthropic/claude"]);
  expect(dossierOf(convincing())).toMatchObject({ subjects: {}, facts: { flags: [] } });
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

test("a build whose canaries live says not enough evidence, and names one", () => {
  const canaries = {
    build: "b",
    total: 2,
    killed: 1,
    sim: 2,
    loopback: 0,
    notKilled: ["two-children: survived (sim)"],
  };
  const { verdict, reasons } = dossierOf(convincing(), { canaries });
  const because = "this build cannot be trusted to turn red: canary two-children: survived (sim)";
  expect(verdict).toBe("not-enough-evidence");
  expect(reasons).toEqual([{ because: `the run: ${because}`, cells: [] }]);
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
