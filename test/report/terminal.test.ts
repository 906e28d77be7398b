import { describe, expect, test } from "vitest";
import { invariants } from "../../src/invariants/index.ts";
import type { ClaimJudgement } from "../../src/invariants/judge.ts";
import type { CellResult } from "../../src/matrix/summary/result.ts";
import { summarise } from "../../src/matrix/summary/summary.ts";
import { claimCodes } from "../../src/report/codes.ts";
import { renderJson } from "../../src/report/json.ts";
import { markdown } from "../../src/report/reporters/markdown.ts";
import { coloured, colourless, wantsColour } from "../../src/report/style.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { result, versionsOf } from "../matrix/results.ts";

const claim = (
  name: string,
  verdict: ClaimJudgement["verdict"] = "holds",
  because = "seen",
): ClaimJudgement => ({ name, verdict, because, claim: `The claim ${name}.`, events: [7] });

const claims = [
  claim("fresh-identity"),
  claim("resident-stays"),
  claim("append-only"),
  claim("refused-cleanly", "not-applicable", "the scenario expects no refusal"),
];
const damaged = claims.map((each) =>
  each.name === "resident-stays"
    ? claim("resident-stays", "violated", "pid 4200 was \u001b[2Jgone 22 ms after the turn")
    : each,
);
const target = (provider: string, model: string) => ({ ...result().target, provider, model });

const cells: CellResult[] = [
  result({ claims }),
  result({
    claims: damaged,
    verdict: "fail",
    target: target("groq", "qwen/qwen3.8-27b"),
    gardenId: "20300102T030405-00000b",
    kept: "cells/20300102T030405-00000b/files",
  }),
  result({ verdict: "skip", because: "no credentials for xai", target: target("xai", "grok-4.7") }),
];

const summaryOf = (list: readonly CellResult[]) =>
  summarise(list, {
    run: "20300102-030405-abcd",
    directory: "out/20300102-030405-abcd",
    fidelity: "loopback",
    versions: versionsOf,
    interrupted: false,
  });
const groupOf = () => "plain";
const render = (list: readonly CellResult[], width = 80) =>
  renderTerminal(summaryOf(list), { width, paint: colourless, verbose: false, groupOf });
const widest = (text: string) => Math.max(...text.split("\n").map((line) => line.length));

describe("what a run prints", () => {
  test("is the table, each failure with its replay, the skips and the verdict", () => {
    expect(render(cells)).toMatchInlineSnapshot(`
      "target                verdict F R A   s
                                    I S O
      openai/gpt-5.4        pass    ✓ ✓ ✓ 1.2
      groq/qwen/qwen3.8-27b fail    ✓ ✗ ✓ 1.2
      xai/grok-4.7          skip
      FI fresh-identity  RS resident-stays  AO append-only
      not applicable: refused-cleanly

      FAIL resident-stays: pi:groq/qwen/qwen3.8-27b v2 plain #1
        The claim resident-stays.
        because pid 4200 was gone 22 ms after the turn (event 7)
        evidence out/20300102-030405-abcd/cells/20300102T030405-00000b/evidence.jsonl
        files    out/20300102-030405-abcd/cells/20300102T030405-00000b/files
        replay   pnpm matrix --target groq/qwen/qwen3.8-27b --lane v2 --scenario plain --repeat-each 1

      skipped 1 (xai/grok-4.7): no credentials for xai

      loopback: pi 0.87.1 on Node v24.0.0, linux-x64; resume-matrix 0.1.0 (abc123)
      canaries: not run for this build (pnpm matrix canary)
      out/20300102-030405-abcd
      FAIL: 3 planned, 1 pass, 1 fail, 1 skip
      "
    `);
  });

  test("shows one row for a target's repetitions", () => {
    const repeated = Array.from({ length: 20 }, (_, index) =>
      result({
        repetition: index + 1,
        durationMs: 1000 + index * 100,
        claims: index === 4 ? damaged : claims,
        verdict: index === 4 ? "fail" : "pass",
      }),
    );
    expect(render(repeated).split("\n\n")[0]).toMatchInlineSnapshot(`
      "target         verdict     F R A median s max s
                                 I S O
      openai/gpt-5.4 19/20 flaky ✓ ✗ ✓      1.9   2.9
      FI fresh-identity  RS resident-stays  AO append-only
      not applicable: refused-cleanly"
    `);
  });

  test("says of repetitions how often they pass, how sure that is, and what they took", () => {
    const phases = [{ phase: "seed", durationMs: 500 }];
    const repeated = Array.from({ length: 73 }, (_, index) =>
      result({ repetition: index + 1, claims, measures: { phases, usage: null } }),
    );
    expect(render(repeated).split("\n\n")[1]).toMatchInlineSnapshot(`
      "repetitions
      target         outcome   run passed rate                    pass^k
      openai/gpt-5.4 pass    73/73  73/73 1.000 [0.950, 1.000] ^20 1.000
      rate of the judged ones with its 95 % Wilson interval; pass^k: k in a row all
      pass
      seconds of each phase, p50/p90/p99 (n)
        openai/gpt-5.4 v2 plain: seed 0.50/0.50/0.50 (73)"
    `);
    const [only] = JSON.parse(renderJson(summaryOf(repeated))).repetitions;
    expect(only).toMatchObject({
      target: "openai/gpt-5.4",
      history: "one-turn",
      passRate: { passed: 73, of: 73, rate: 1, interval: { lower: expect.closeTo(0.95, 4) } },
    });
  });

  test("says nothing of repetitions where there are none", () => {
    expect(render([result({ claims })])).not.toContain("repetitions");
    expect(JSON.parse(renderJson(summaryOf([result({ claims })]))).repetitions).toEqual([]);
  });

  test("names lane and scenario where they differ", () => {
    const [head = ""] = render([result(), result({ lane: "v1" })]).split("\n");
    expect(head).toContain("lane");
    expect(head).not.toContain("scenario");
  });

  test("never says pass where nothing was run", () => {
    const text = render([result({ verdict: "skip", because: "LIVE is not set" })]);
    expect(text).not.toMatch(/pass|✓/i);
    expect(text.trimEnd().split("\n").at(-1)).toMatch(/not an acceptance/);
  });

  test("has no control sequence in it that came from elsewhere", () => {
    expect(render(cells)).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  test("says of a cell that was cut short only that", () => {
    const cut = result({
      verdict: "unknown",
      because: "the cell was interrupted",
      unfinished: true,
      claims: [claim("bounded", "unknown", "seed was interrupted")],
    });
    expect(render([cut])).toContain("the cell was interrupted");
    expect(render([cut])).not.toContain("seed was interrupted");
  });

  test("quotes what a shell would read otherwise", () => {
    const odd = result({ verdict: "fail", target: target("cloudflare", "$(reboot)'x") });
    expect(render([odd])).toContain(`--target 'cloudflare/$(reboot)'\\''x'`);
  });
});

describe("what was found", () => {
  const gone = (index: number) =>
    result({
      verdict: "fail",
      scenario: `scenario-${index}`,
      gardenId: `20300102T030405-0000${10 + index}`,
      claims: [claim("resident-stays", "violated", `pid ${4200 + index} was gone ${index} ms on`)],
    });
  const all = Array.from({ length: 31 }, (_, index) => gone(index));
  const shown = (text: string) => text.slice(text.indexOf("\nFAIL"), text.indexOf("\nloopback"));

  test("is one finding where 31 cells fail for one reason", () => {
    expect(shown(render(all))).toMatchInlineSnapshot(`
      "
      FAIL resident-stays: 31 cells, target openai/gpt-5.4, lane v2, 31 scenarios (scenario-0, scenario-1, scenario-2, …)
        The claim resident-stays.
        because pid 4200 was gone 0 ms on (event 7)
        example  pi:openai/gpt-5.4 v2 scenario-0 #1
        evidence out/20300102-030405-abcd/cells/20300102T030405-000010/evidence.jsonl
        replay   pnpm matrix --target openai/gpt-5.4 --lane v2 --scenario scenario-0 --repeat-each 1
      "
    `);
  });

  test("is one line of the Markdown", () => {
    const options = { width: 80, paint: colourless, verbose: false, groupOf };
    const lines = markdown.render(summaryOf(all), options).split("\n");
    expect(lines.filter((line) => line.includes("resident-stays"))).toHaveLength(1);
    expect(lines.at(-2)).toContain("| fail | `resident-stays` | 31 | 1 | 31 |");
  });

  test("is counted in the JSON, with the command that replays it", () => {
    const { findings } = JSON.parse(renderJson(summaryOf(all)));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      reason: "pid <n> was gone <time> on",
      cells: 31,
      replay: expect.stringContaining("--scenario scenario-0 "),
    });
  });

  test("is told apart where it is known, and said when it no longer shows", () => {
    const known = [
      { claim: "resident-stays", because: "issue 7" },
      { claim: "append-only", lane: "v2", because: "issue 8" },
    ];
    const text = renderTerminal(
      summarise([result({ claims }), gone(1)], { ...summaryOf([]), known }),
      { width: 80, paint: colourless, verbose: false, groupOf },
    );
    expect(text).toContain("KNOWN resident-stays: ");
    expect(text).toContain("  known: issue 7\n");
    expect(text).toContain(
      "known finding no longer shown: append-only, lane v2. It held in the cell",
    );
    expect(text).toContain("PASS: 2 planned, 1 pass, 1 known\n");
  });
});

describe("the table", () => {
  const all = invariants.map(({ name }) => claim(name));
  const long = target("cloudflare-ai-gateway", "workers-ai/@cf/moonshotai/kimi-k2.6");
  const wide = [result({ claims: all }), result({ claims: all, target: long })];

  test("decodes every claim that it shows", () => {
    const text = render(wide, 120);
    for (const [name, code] of claimCodes(invariants.map((each) => each.name))) {
      expect(text).toContain(`${code} ${name}`);
    }
  });

  test.each([80, 100, 140])("fits %i columns with every claim there is", (width) => {
    const table = render(wide, width).split("\n\n")[0] ?? "";
    expect(widest(table)).toBeLessThanOrEqual(width);
  });

  test("gives way to a count and the claims that stood out where it is too narrow", () => {
    const one = all.map((each, index) =>
      index === 3 ? { ...each, verdict: "violated" as const } : each,
    );
    const table = render([...wide, result({ claims: one, verdict: "fail", lane: "v1" })], 60);
    expect(table).toContain(`${all.length - 1}/${all.length}`);
    expect(table).toContain(`${claimCodes(all.map(({ name }) => name)).get(all[3]?.name ?? "")} `);
    expect(widest(table.split("\n\n")[0] ?? "")).toBeLessThanOrEqual(60);
  });

  test("breaks a long target and never cuts it", () => {
    const table = render(wide, 80).split("\n\n")[0]?.replace(/\n +/g, "") ?? "";
    const letters = table.replace(/[^\w@./-]/g, "");
    expect(letters).toContain("kimi-k2.6");
    expect(table).not.toContain("…");
  });

  test("aligns the same with colour as without", () => {
    const options = { width: 80, verbose: false, groupOf };
    const text = renderTerminal(summaryOf(cells), { ...options, paint: coloured });
    expect(text.replace(/\u001b\[\d+m/g, "")).toBe(render(cells));
  });
});

describe("claim codes", () => {
  test("are told apart for all the claims of this build, by letters", () => {
    const codes = [...claimCodes(invariants.map(({ name }) => name)).values()];
    expect(new Set(codes).size).toBe(invariants.length);
    for (const code of codes) expect(code).toMatch(/^[A-Z]{2}$/);
  });

  test("fall back to positions where letters would clash", () => {
    expect([...claimCodes(["same-words", "some-where"]).values()]).toEqual(["01", "02"]);
  });
});

describe("colour", () => {
  test.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: "1" }, true, false],
    [{ NO_COLOR: "" }, true, true],
    [{ FORCE_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "0" }, true, false],
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, false, true],
    [{ TERM: "dumb" }, true, false],
  ])("with %j on a terminal (%j) is %j", (environment, terminal, wanted) => {
    expect(wantsColour(environment, terminal)).toBe(wanted);
  });
});

test("the JSON is one object with the promised keys", () => {
  const parsed = JSON.parse(renderJson(summaryOf(cells)));
  expect(parsed).toMatchObject({
    run: "20300102-030405-abcd",
    exitCode: 1,
    versions: versionsOf,
    counts: { planned: 3, run: 2, pass: 1, fail: 1, unknown: 0, skip: 1 },
  });
  expect(parsed.cells[0]).toMatchObject({
    target: "openai/gpt-5.4",
    agent: "pi",
    wireApi: "openai-responses",
    lane: "v2",
    scenario: "plain",
    repetition: 1,
    gardenId: "20300102T030405-a1b2c3",
    verdict: "pass",
    durationMs: 1234,
  });
  expect(parsed.cells[0].claims[0]).toEqual({
    name: "fresh-identity",
    verdict: "holds",
    because: "seen",
  });
});
