import { describe, expect, test } from "vitest";
import type { ClaimJudgement } from "../../src/invariants/judge.ts";
import type { CellResult } from "../../src/matrix/summary/result.ts";
import { summarise } from "../../src/matrix/summary/summary.ts";
import { colourless } from "../../src/report/style.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { result, versionsOf } from "../matrix/results.ts";

const claim = (
  name: string,
  verdict: ClaimJudgement["verdict"] = "holds",
  because = "seen",
): ClaimJudgement => ({ name, verdict, because, claim: `The claim ${name}.`, events: [7] });

const groups: Record<string, string> = { plain: "plain", "lock-held": "lock", stale: "lock" };
const render = (cells: readonly CellResult[], { width = 100, verbose = false } = {}) =>
  renderTerminal(
    summarise(cells, {
      run: "r",
      directory: "out/r",
      fidelity: "loopback",
      interrupted: false,
      versions: versionsOf,
    }),
    { width, verbose, paint: colourless, groupOf: (name) => groups[name] ?? "other" },
  );
const start = (text: string) => text.split("\n\nloopback")[0];

const groq = { ...result().target, provider: "groq", model: "qwen" };
const noLock = "lane v1 takes no lock";
const hazard = { scenario: "beside", claims: [claim("single-writer", "violated")] };

describe("the tables of a run of several scenarios", () => {
  test("are one for each lane, and one of what differs", () => {
    const cells = [
      result({ claims: [claim("socket-answers")] }),
      result({ target: groq }),
      result({ scenario: "lock-held" }),
      result({ ...hazard }),
      result({ lane: "v1", claims: [claim("socket-answers", "not-applicable", "it has none")] }),
      result({
        lane: "v1",
        target: groq,
        verdict: "fail",
        claims: [claim("one-turn", "violated")],
      }),
      result({ lane: "v1", scenario: "lock-held", verdict: "skip", because: noLock }),
    ];
    expect(start(render(cells))?.split("\n\nFAIL")[0]).toMatchInlineSnapshot(`
      "lane v2
      target         plain lock-held beside
      openai/gpt-5.4 pass  pass      ⚠ hazard
      groq/qwen      pass

      lane v1
      target         plain lock-held
      openai/gpt-5.4 pass  skip
      groq/qwen      fail
      passed/run  ✗ failed  ≈ known  ? unknown  ⚠ hazard shown on purpose  – skipped, blank: not planned
      All 3 scenarios were run on openai/gpt-5.4 only; --full runs them on each target.

      v2 and v1: 4 pairs of target and scenario, 0 alike in verdict and claims
      v2       v1             pairs scenario or claim why
      pass     fail               1 plain             violated: one-turn
      pass     skip               1 lock-held         lane v1 takes no lock
      ⚠ hazard not planned        1 beside            violated: single-writer
      holds    not-applicable     1 socket-answers    it has none

      ⚠ hazard v2 beside: single-writer violated on purpose, on 1 target"
    `);
  });

  test("count by group where the scenarios do not fit, and never count what was not run", () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      result({
        scenario: `a-long-name-of-a-scenario-${index}`,
        verdict:
          (["pass", "pass", "pass", "fail", "unknown", "skip"] as const)[index % 6] ?? "pass",
      }),
    );
    const cells = [result(), ...many, result({ scenario: "stale", verdict: "skip", because: "x" })];
    const lines = render(cells).split("\n");
    expect(lines.slice(0, 3)).toEqual([
      "lane v2",
      "target         plain other         lock",
      "openai/gpt-5.4 pass  6/10 ✗2 ?2 –2 skip",
    ]);
  });

  test("say where only some targets met every scenario", () => {
    const text = render([result(), result({ scenario: "stale" }), result({ target: groq })]);
    expect(text).toContain("All 2 scenarios were run on openai/gpt-5.4 only; --full");
    expect(render([result(), result({ scenario: "stale" })])).not.toContain("--full");
  });

  test("mark a hazard that was shown as what it is, in the table and in the count", () => {
    const text = render([result(), result(hazard)]);
    expect(text).toContain("⚠ hazard v2 beside: single-writer violated on purpose, on 1 target");
    expect(text).toContain("2 pass (1 of them ⚠ hazard on purpose)");
    expect(text.split("\n")[2]).toMatch(/pass +⚠ hazard$/);
  });

  test("give each cell's row when asked for all", () => {
    const cells = [result(), result({ scenario: "stale" }), result({ scenario: "lock-held" })];
    const rows = render(cells, { verbose: true }).split("\n").slice(0, 5);
    expect(rows.join("\n")).toMatch(/plain +pass[\s\S]+stale +pass[\s\S]+lock-held +pass/);
  });

  test("stay within the width with every group and long reasons", () => {
    const names = ["plain", "decision", "lock", "socket", "session", "child", "contention"];
    const cells = names.flatMap((group) =>
      ["v2", "v1"].flatMap((lane) =>
        Array.from({ length: 16 }, (_, index) =>
          result({
            lane,
            scenario: `${group}-with-a-rather-long-name-${index}`,
            target: { ...groq, model: "a/rather/long-name-of-a-model-with-parts" },
            ...(lane === "v1" ? { verdict: "skip", because: "no ".repeat(90) } : {}),
          }),
        ),
      ),
    );
    const tables = render(cells).split("\nskipped")[0] ?? "";
    expect(Math.max(...tables.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});

describe("the table of differences", () => {
  const differences = (cells: readonly CellResult[]) =>
    render(cells)
      .split("\n\n")
      .find((part) => part.includes(" of target and scenario"));

  test("is not there for one lane", () => {
    expect(differences([result(), result({ scenario: "stale" })])).toBeUndefined();
  });

  test("only counts what is alike", () => {
    expect(differences([result(), result({ lane: "v1" })])).toBe(
      "v2 and v1: 1 pair of target and scenario, 1 alike in verdict and claims",
    );
  });

  test("says what was not planned with the other lane", () => {
    const text = differences([result(), result({ scenario: "stale" }), result({ lane: "v1" })]);
    expect(text).toMatch(/pass +not planned +1 stale +not part of this run/);
  });
});

test("versions of the agent stand side by side, and only where there are several", () => {
  const versioned = (version: string, changes: Partial<CellResult> = {}) =>
    result({ target: { ...result().target, version }, ...changes });
  const cells = [
    versioned("0.87.1", { verdict: "fail", claims: [claim("one-turn", "violated")] }),
    versioned("1.5.2"),
    versioned("1.5.2", { repetition: 2 }),
  ];
  const text = render(cells);
  expect(text.slice(text.indexOf("versions")).split("\n\n")[0]).toMatchInlineSnapshot(`
    "versions
    target         lane pi 0.87.1 pi 1.5.2
    openai/gpt-5.4 v2   fail      2/2"
  `);
  expect(render([versioned("1.5.2")])).not.toContain("versions");
});
