// What GitHub Actions is told, within its limits.
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fitted } from "../../../src/matrix/store/fitted.ts";
import { writeReports } from "../../../src/matrix/store/write-reports.ts";
import { summarise } from "../../../src/matrix/summary/summary.ts";
import { github } from "../../../src/report/reporters/github.ts";
import { colourless } from "../../../src/report/style.ts";
import { result, versionsOf } from "../../matrix/results.ts";

const options = { width: 100, verbose: false, paint: colourless, groupOf: () => "other" };
const facts = { run: "r", directory: "d", fidelity: "loopback", interrupted: false } as const;
const claim = { name: "one-turn", claim: "", events: [] };
const word = (index: number) => "abcdefghijklmnopqrstuvwxyz"[index] ?? "";

/** So many findings of each kind, for reasons that are not grouped. */
const summaryOf = (count: number, because = (index: number) => `reason ${word(index)}`) =>
  summarise(
    (["fail", "unknown"] as const).flatMap((verdict) =>
      Array.from({ length: count }, (_, index) =>
        result({
          scenario: `${verdict}-${word(index)}`,
          verdict,
          claims: [
            {
              ...claim,
              verdict: verdict === "fail" ? "violated" : "unknown",
              because: because(index),
            },
          ],
        }),
      ),
    ),
    { ...facts, versions: versionsOf },
  );

const annotationsIn = (text: string) => text.split("\n").filter((line) => line.startsWith("::"));

test("each finding is an annotation: an error where it failed, a warning where it is open", () => {
  const text = github.render(
    summaryOf(1, () => "100 % of it:\n::error::no, that"),
    options,
  );
  expect(annotationsIn(text)).toEqual([
    "::error title=one-turn%3A pi%3Aopenai/gpt-5.4 v2 fail-a #1::100 %25 of it: ::error::no, that%0Apnpm matrix --target openai/gpt-5.4 --lane v2 --scenario fail-a --repeat-each 1",
    "::warning title=one-turn%3A pi%3Aopenai/gpt-5.4 v2 unknown-a #1::100 %25 of it: ::error::no, that%0Apnpm matrix --target openai/gpt-5.4 --lane v2 --scenario unknown-a --repeat-each 1",
  ]);
  expect(text).toContain("FAIL: 2 planned");
});

test("a known failure is a notice", () => {
  const cell = result({
    verdict: "fail",
    claims: [{ ...claim, verdict: "violated", because: "two" }],
  });
  const known = [{ claim: "one-turn", because: "an issue" }];
  const summary = summarise([cell], { ...facts, versions: versionsOf, known });
  expect(annotationsIn(github.render(summary, options))).toEqual([
    expect.stringMatching(/^::notice /),
  ]);
});

test("there are ten of a kind at most, and the last one says how many are left out", () => {
  for (const [count, told] of [
    [10, 0],
    [11, 2],
    [14, 5],
  ] as const) {
    const lines = annotationsIn(github.render(summaryOf(count), options));
    for (const kind of ["::error", "::warning"]) {
      const own = lines.filter((line) => line.startsWith(`${kind} `));
      expect(own).toHaveLength(10);
      expect(own.at(-1)?.includes(`title=${told} more findings::`)).toBe(told > 0);
    }
  }
});

test("the page of the step holds a mebibyte at most, with what was there before", () => {
  const directory = mkdtempSync(join(tmpdir(), "rm-github-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, "summary.md");
  const { appends } = github;
  if (!appends) throw new Error("it appends nothing");
  const text = appends.render(summaryOf(2), options);
  const report = { file, text, appendUpTo: appends.mostBytes };
  writeReports([report]);
  writeReports([report]);
  expect(readFileSync(file, "utf8")).toBe(text.repeat(2));
  appendFileSync(file, "x".repeat(appends.mostBytes - statSync(file).size - 400));
  writeReports([report]);
  writeReports([report]);
  writeReports([report]);
  expect(statSync(file).size).toBeLessThanOrEqual(1024 * 1024);
  expect(readFileSync(file, "utf8")).toMatch(/The rest is cut: [^\n]+\n$/);
});

test("a text is cut between lines, and no character is halved", () => {
  expect(fitted("short\n", 6)).toBe("short\n");
  const cut = fitted(`${"é".repeat(50)}\n`.repeat(10), 400);
  expect(cut).toBe(
    `${`${"é".repeat(50)}\n`.repeat(3)}\n… The rest is cut: there is no more room for it here.\n`,
  );
  expect(fitted("a\nb\n", 3)).toBe("");
  expect(fitted("a\nb\n", -1)).toBe("");
});
