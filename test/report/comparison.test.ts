import { describe, expect, test } from "vitest";
import { compareRuns } from "../../src/compare/compare.ts";
import {
  renderComparison,
  renderComparisonJson,
  renderComparisonMarkdown,
} from "../../src/report/comparison.ts";
import { colourless } from "../../src/report/style.ts";
import { asked, cells, measured, run } from "../compare/two-runs.ts";

const [fast, slow] = [measured(1, 1000, 0.01), measured(2, 1100, 0.02)];

const worse = () =>
  compareRuns(
    run([...cells(60, { scenario: "race", ...fast }), ...cells(4, fast)]),
    run([...cells(60, { scenario: "race", ...slow }), ...cells(4, { verdict: "fail" })], "1.5.2"),
    asked,
  );

describe("a comparison", () => {
  test("is a table that says what is worse, by how much, and how it is replayed", () => {
    const text = renderComparison(worse(), { width: 240, paint: colourless });
    expect(text).toMatchInlineSnapshot(`
      "pi 0.87.1 → pi 1.5.2: worse
      Lane v2: undecided within 5 points at 95 % (-6.3 [-15.0, +0.6] points; pairs: 64); at the least 138 more lack.
      Worse by more than 5 points: rows 1, targets 0.
      Both runs are at loopback: the model's words are scripted.
      baseline: run run-of-0.87.1, pi 0.87.1, resume-matrix 0.1.0 (abc123), Node v24.0.0, linux-x64, loopback
      candidate: run run-of-1.5.2, pi 1.5.2, resume-matrix 0.1.0 (abc123), Node v24.0.0, linux-x64, loopback

      Lanes
      lane pi 0.87.1 pi 1.5.2 difference in points p     open shown
      v2   64/64     60/64    -6.3 [-15.0, +0.6]   0.125 0    undecided
      Passed of the cells that came to a verdict in both runs; Newcombe's interval for paired proportions; exact McNemar test.

      Rows that differ
      target         lane scenario pi 0.87.1 pi 1.5.2 points                 p (Holm) is    replay
      openai/gpt-5.4 v2   plain    4/4       0/4      -100.0 [-100.0, -30.7] 0.250    worse pnpm matrix --target openai/gpt-5.4 --lane v2 --scenario plain --repeat-each 1
      A row is worse where its whole interval is below the margin.

      Targets
      target         wire format      v2 passed                          v2 p50
      openai/gpt-5.4 openai-responses 64/64 → 60/64 (-6.3 [-15.0, +0.6]) 1.00 → 2.00 s ×2.00 [2.00, 2.00]
      Baseline → candidate, and the ratio of times pair by pair where there are enough; points where the two differ.

      Time, p50/p90/p99
      lane phase n  pi 0.87.1 s    pi 1.5.2 s     ratio              is
      v2   cell  60 1.00/1.00/1.00 2.00/2.00/2.00 ×2.00 [2.00, 2.00] slower
      v2   seed  60 0.50/0.50/0.50 1.00/1.00/1.00 ×2.00 [2.00, 2.00] slower
      Of cells that passed in both runs, pair by pair; the median ratio with its distribution-free interval. Phases of less than 0.05 s, by their medians, are left out. Two runs are two moments of one machine: times decide nothing.

      Tokens and cost
      lane n  pi 0.87.1 tokens pi 1.5.2 tokens ratio              USD             of USD             is
      v2   60 60000            66000           ×1.10 [1.10, 1.11] 0.6000 → 1.2000 ×2.00 [2.00, 2.00] dearer
      All tokens, those from a cache among them; dollars as the agent reckons them.
      "
    `);
  });

  test("leads in Markdown with the verdict, and folds what is long", () => {
    const text = renderComparisonMarkdown(worse());
    expect(text.split("\n")[0]).toBe("### pi 0.87.1 → pi 1.5.2: worse");
    const many = Array.from({ length: 17 }, (_, index) => cells(2, { scenario: `s-${index}` }));
    const failing = many.flat().map((cell) => ({ ...cell, verdict: "fail" as const }));
    const long = renderComparisonMarkdown(compareRuns(run(many.flat()), run(failing), asked));
    expect(long).toContain("<details><summary>Rows that differ (17)</summary>");
  });

  test("is one JSON object with the exit code and every row", () => {
    const value = JSON.parse(renderComparisonJson(worse()));
    expect(value).toMatchObject({ verdict: "worse", exitCode: 1, margin: 0.05 });
    expect(value.rows.map(({ scenario }: { readonly scenario: string }) => scenario)).toEqual([
      "race",
      "plain",
    ]);
  });
});
