import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import type { CellResult } from "../../src/matrix/summary/result.ts";
import { renderDossierJson } from "../../src/report/dossier-json.ts";
import { renderDossierMarkdown } from "../../src/report/dossier-markdown.ts";
import { codeCell, codeSpan, escaped } from "../../src/report/markdown.ts";
import { convincing, dossierOf, holding } from "../dossier/dossier-results.ts";

const markdown = (cells: readonly CellResult[]) => renderDossierMarkdown(dossierOf(cells));

const spoilt = (changes: Partial<CellResult>) =>
  convincing().map((cell, index) => (index === 0 ? { ...cell, ...changes } : cell));
const failed = () => spoilt({ verdict: "fail", claims: [holding("nonce-ordering", "violated")] });

const notRun = "`two-at-once`, which did not run here";

describe("the Markdown", () => {
  test("begins with the verdict, what it rests on and what lacks, in one screen", () => {
    expect(markdown(failed()).split("<details>")[0]).toMatchInlineSnapshot(`
      "## Removing lane \`v1\`: **keep**

      One row is worse in the new lane.

      |  | a removal asks for | there is |
      | --- | --- | --- |
      | **lacks** | every scenario | 175 of 176 cells of v2 passed; 10 of 10 comparable rows were compared, 0 better |
      | **lacks** | every row that was asked for | 6 of 11 rows that were asked for are shown |
      | met | every target live | 2 of 2 targets ran live in both lanes (plain) |
      | met | enough repetitions live | 2 of 2 live rows are within a margin of 5 points at 95 % |
      | met | canaries of this build | 2 of 2 killed (this build, b; run at sim: 2, at loopback: 2) |
      | met | an exploration of this build | 20000 schedules of v2, no counterexample (this build, b) |
      | met | whole runs of this build | 2 runs, none filtered |

      ### What is worse

      - v2 failed 1 of 1, v1 0 of 1: plain on pi:openai/gpt-5.4 — 1 cell: \`openai/gpt-5.4 v2 plain #1 (A)\`

      | target | scenario | \`v2\` | \`v1\` | violated claims | run |
      | --- | --- | --- | --- | --- | --- |
      | \`openai/gpt-5.4\` | \`plain\` | 0/1 ✗1 | 1/1 | \`nonce-ordering\` | A |

      Replay:

      - \`pnpm matrix --target openai/gpt-5.4 --lane v2 --scenario plain --repeat-each 1\`

      ### What lacks

      - 1 row is worse in the new lane — 1 cell: \`openai/gpt-5.4 v2 plain #1 (A)\`
      - "create a sibling", "resume", "owned resume of a dormant one", "provider and model re-injected on resume", "status and follow-up replaced" are not shown by v2: plain on pi:openai/gpt-5.4: 1 failed — 6 cells: \`openai/gpt-5.4 v2 plain #1 (A)\`, \`anthropic/claude v2 plain #1 (A)\`, \`openai/gpt-5.4 v2 other-model #1 (A)\`, and 3 more

      ### Runs

      | run | name | fidelity | cells | with | chosen by |
      | --- | --- | --- | --- | --- | --- |
      | A | \`20300102-030405-abcd-A\` | loopback | 37 passed, 1 failed, 0 unknown, 0 skipped | pi 0.87.1; Node v24.0.0, linux-x64; resume-matrix 0.1.0 (abc123); build b | whole |
      | B | \`20300102-030405-abcd-B\` | live | 292 passed, 0 failed, 0 unknown, 0 skipped | pi 0.87.1; Node v24.0.0, linux-x64; resume-matrix 0.1.0 (abc123); build b | whole |

      Targets: \`openai/gpt-5.4\`, \`anthropic/claude\`.

      "
    `);
  });

  test("prints each wanted row with a verdict per lane, and says where there is no evidence", () => {
    const rows = markdown(convincing()).split("<details>")[2];
    expect(rows).toMatchInlineSnapshot(`
      "<summary>What was asked for before a removal</summary>

      | evidence | \`v2\` | \`v1\` | shown by |
      | --- | --- | --- | --- |
      | create a sibling (the gate seeds the sibling through the agent; a lane's own way to make one is not run) | shown, 2 cells | shown, 2 cells | \`plain\` |
      | resume | shown, 2 cells | shown, 2 cells | \`plain\` |
      | send to a live one | shown, 2 cells | no evidence: lane v1 takes no lock | \`send-to-live\` |
      | owned resume of a dormant one | shown, 2 cells | shown, 2 cells | \`plain\` |
      | fire-and-forget to a dormant one rejected | shown, 2 cells | no evidence: lane v1 takes no lock | \`message-to-dormant\` |
      | lock contention | shown, 6 cells | no evidence: lane v1 takes no lock | \`two-at-once\`, \`stale-lock-race-of-eight\`, \`lock-held\` |
      | stale and forged socket | shown, 6 cells | in part: lane v1 takes no lock | \`stale-socket\`, \`symlinked-socket\`, \`file-for-socket\` |
      | trust denied | shown, 2 cells | shown, 2 cells | \`untrusted-directory\` |
      | corrupt identity | shown, 6 cells | no evidence: lane v1 takes no lock | \`corrupt-record\`, \`two-records\`, \`malformed-id\` |
      | provider and model re-injected on resume | shown, 4 cells | shown, 4 cells | \`plain\`, \`other-model\` |
      | status and follow-up replaced | shown, 4 cells | in part: lane v1 takes no lock | \`plain\`, \`send-to-live\` |

      </details>

      "
    `);
  });

  test("lists what lacks for the target that was skipped", () => {
    const cells = convincing().map((cell) =>
      cell.target.provider === "anthropic"
        ? { ...cell, verdict: "skip" as const, because: "no credentials", claims: [] }
        : cell,
    );
    const text = markdown(cells);
    expect(text).toContain("**not enough evidence**");
    expect(text).toContain("- v2: skipped: no credentials — ");
    expect(text).toMatch(
      /\| `plain`, .* \| `anthropic\/claude` \| loopback A \| skipped 1 \| skipped 1 \| open \|/,
    );
    expect(text).toContain("Could have been run; counts against a removal:");
  });

  test("shows a hazard apart, with its mark", () => {
    const cells = convincing().map((cell) =>
      cell.scenario === "beside-v1"
        ? { ...cell, claims: [holding("single-writer", "violated")] }
        : cell,
    );
    expect(markdown(cells)).toContain(
      "| `beside-v1` | `v1`, in cells of `v2` | `single-writer` | 2 |",
    );
    expect(markdown(cells)).toContain(
      "| `beside-v1` | all 2 | loopback A | 1/1 ⚠1 | cannot be run | not comparable |",
    );
  });

  test.each([
    ["ran", () => true, "`two-at-once` 2/2 passed"],
    ["was not planned", ({ scenario }: CellResult) => scenario !== "two-at-once", notRun],
  ])("says what answers a hazard, where that %s", (_what, isThere, says) => {
    const [first] = convincing();
    const hazard = {
      ...(first as CellResult),
      lane: "v1",
      scenario: "two-without-lock",
      claims: [holding("single-writer", "violated")],
    };
    const text = markdown([...convincing().filter(isThere), hazard]);
    const line = text
      .split("\n")
      .find((each) => each.startsWith("| `two-without-lock` | `v1`, in"));
    expect(line).toContain(`| 1 | ${says} |`);
  });

  test("says that an answer which was skipped did not run", () => {
    const cells = convincing().map((cell) => ({ ...cell, lane: cell.lane }));
    const [first] = cells;
    const skipped = cells.map((cell) =>
      cell.scenario === "two-at-once" ? { ...cell, verdict: "skip" as const, claims: [] } : cell,
    );
    const hazard = {
      ...(first as CellResult),
      lane: "v1",
      scenario: "two-without-lock",
      claims: [holding("single-writer", "violated")],
    };
    expect(markdown([...skipped, hazard])).toContain(notRun);
  });

  test("fits an issue when every cell of twenty targets is different", () => {
    const cells = Array.from({ length: 20 }, (_, index) => index).flatMap((index) =>
      convincing().map((cell) => ({
        ...cell,
        target: { ...cell.target, model: `model-${index}` },
        verdict: (["pass", "fail", "unknown"] as const)[index % 3] ?? "pass",
      })),
    );
    expect(markdown(cells).length).toBeLessThan(65_536);
  });
});

describe("text from elsewhere", () => {
  const evil = "x|y`z`</td><script>\u001b[2J@team [a](http://evil) #1 **b**\n\n# Remove";

  test("stays in its cell, whatever is in it", () => {
    const target = {
      agent: "pi",
      provider: "openai",
      model: evil.replace(/\s/g, ""),
      wireApi: null,
    };
    const cells = convincing().map((cell) => ({
      ...cell,
      target,
      because: evil,
      verdict: "skip" as const,
    }));
    const text = markdown([...cells, { ...failed()[0], target } as CellResult]);
    const bare = text.replace(/(`+)[^`](?:.*?[^`])?\1(?!`)/g, "");
    expect(bare).not.toMatch(/<script|<\/td|\u001b|@team|(?<!\\)\[a|https?:\/\/|\n# /);
    for (const table of text.matchAll(/^\| .+\n\| --- .+\n(?:\|.+\n)*/gm)) {
      const widths = table[0]
        .trim()
        .split("\n")
        .map((line) => line.split("|").length);
      expect(new Set(widths).size).toBe(1);
    }
  });

  test.prop([fc.string({ unit: "binary" })])("never ends a code span or its line", (text) => {
    for (const span of [codeSpan(text), codeCell(text)]) {
      if (span === "(empty)") continue;
      const [fence = ""] = /^`+/.exec(span) ?? [];
      const inner = span.slice(fence.length, -fence.length);
      expect(span.endsWith(fence)).toBe(true);
      expect([...inner.matchAll(/`+/g)].map(([run]) => run)).not.toContain(fence);
      expect(span).not.toMatch(/[\n\r\u001b]/);
    }
    expect(codeCell(text)).not.toContain("|");
  });

  test.prop([fc.string()])("has no markup left when it is not in a code span", (text) => {
    const bare = escaped(text)
      .replaceAll("<!-- -->", "")
      .replace(/\\[!-~]/g, "");
    expect(bare).not.toMatch(/[<>|`*_[\]]/);
  });
});

describe("the JSON", () => {
  test("is one object with every pair, every cell of it and the replay of what blocks", () => {
    const parsed = JSON.parse(renderDossierJson(dossierOf(failed()), 1));
    expect(parsed).toMatchObject({ verdict: "keep", exitCode: 1, old: "v1", new: "v2" });
    expect(parsed.pairs).toHaveLength(dossierOf(failed()).pairs.length);
    expect(parsed.pairs[0]).toMatchObject({
      target: "pi:openai/gpt-5.4",
      scenario: "plain",
      relation: "worse",
      new: { fail: 1, cells: [{ title: "pi:openai/gpt-5.4 v2 plain #1", verdict: "fail" }] },
      old: { pass: 1 },
    });
    expect(parsed.blocking[0].replay).toEqual([
      "pnpm matrix --target openai/gpt-5.4 --lane v2 --scenario plain --repeat-each 1",
    ]);
    expect(parsed.rows).toHaveLength(11);
  });
});
