import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Parts } from "../../src/matrix/parts.ts";
import { checkRun } from "../../src/matrix/store/check.ts";
import { nodeWorld } from "../../src/world/node.ts";
import { fakeParts } from "../matrix/fake-parts.ts";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";
import { inProcess } from "./in-process.ts";

/** Whatever the target, its cell comes to these, one run after another: `open` is a seed that timed out. */
function inTurn(...models: readonly string[]): Parts & { readonly left: readonly string[] } {
  const parts = fakeParts(nodeWorld());
  const left = [...models];
  const openRunner: Parts["openRunner"] = async (options) => {
    const runner = await parts.openRunner(options);
    return {
      ...runner,
      async runCell(cell, observer) {
        const model = left.shift() ?? "good";
        const told = { ...cell, target: { ...cell.target, model } };
        return runner.runCell(told, observer);
      },
    };
  };
  return { ...parts, openRunner, left };
}

async function run(parts: Parts, ...flags: readonly string[]) {
  const place = temporaryDirectory();
  writeConfig(place, { targets: ["one/good"] });
  const ran = await inProcess(place, ["--json", ...flags], parts);
  return { ...ran, place, summary: ran.stdout === "" ? null : JSON.parse(ran.stdout) };
}

describe("--retries", () => {
  test("tries a cell that was not tested again, keeps each attempt and shows it", async () => {
    const parts = inTurn("open", "open", "good");
    const { code, summary, stderr, place } = await run(parts, "--retries", "2");
    const [cell] = summary.cells;
    expect([code, cell.verdict, cell.attempts.length]).toEqual([0, "pass", 2]);
    expect(cell.attempts[0].because).toContain("the seed did not end within");
    expect(stderr).toContain("attempt 2 untested");
    const ids = [...cell.attempts, cell].map(({ gardenId }) => gardenId);
    expect(new Set(ids).size).toBe(3);
    const evidence = ids.map((id) => join(summary.directory, "cells", id, "evidence.jsonl"));
    expect(evidence.map(existsSync)).toEqual([true, true, true]);
    const journal = readFileSync(join(summary.directory, "journal.jsonl"), "utf8");
    expect(journal.trim().split("\n")).toHaveLength(4);
    const table = await inProcess(place, ["check", "latest"], parts);
    expect(table.stdout).toContain(`1. untested (${ids[0]})`);
    expect(table.stdout).toContain(`3. pass (${ids[2]})`);
  });

  test("ends with the last unknown", async () => {
    const { code, summary } = await run(inTurn("open", "open", "open"), "--retries", "2");
    expect([code, summary.cells[0].verdict, summary.cells[0].attempts.length]).toEqual([
      2,
      "unknown",
      2,
    ]);
  });

  test("never tries a failure again", async () => {
    const parts = inTurn("bad", "good");
    const { code, summary } = await run(parts, "--retries", "5");
    expect([code, summary.cells[0].verdict]).toEqual([1, "fail"]);
    expect(parts.left).toEqual(["good"]);
  });

  test("stands by a failure that came after an unknown", async () => {
    const { code, summary } = await run(inTurn("open", "bad", "good"), "--retries", "5");
    expect([code, summary.cells[0].verdict, summary.cells[0].attempts.length]).toEqual([
      1,
      "fail",
      1,
    ]);
  });

  test("is not done unless asked for", async () => {
    const { code, summary } = await run(inTurn("open", "good"));
    expect([code, summary.cells[0].attempts]).toEqual([2, undefined]);
  });

  test("a later check may find that an attempt had failed, and no pass after it counts", async () => {
    const parts = inTurn("open", "good");
    const { summary } = await run(parts, "--retries", "1");
    const [attempt] = summary.cells[0].attempts;
    const stricter: Parts["judge"] = (evidence, own) => ({
      ...parts.judge(evidence, own),
      ...(evidence.cell.gardenId === attempt.gardenId ? { verdict: "fail" as const } : {}),
    });
    expect(checkRun(summary.directory, parts.judge).summary.exitCode).toBe(0);
    const { summary: checked } = checkRun(summary.directory, stricter);
    expect([checked.exitCode, checked.cells[0]?.gardenId]).toEqual([1, attempt.gardenId]);
  });
});

describe("--until-failure", () => {
  test("repeats until the first failure, and starts nothing after it", async () => {
    const parts = inTurn("good", "good", "bad", "good");
    const { code, summary } = await run(parts, "--until-failure", "6", "-j", "1");
    const verdicts = summary.cells.map(({ verdict }: { readonly verdict: string }) => verdict);
    expect([code, verdicts]).toEqual([1, ["pass", "pass", "fail", "skip", "skip", "skip"]]);
    expect(parts.left).toEqual(["good"]);
  });

  test("passes where none failed in as many rounds", async () => {
    const { code, summary } = await run(inTurn(), "--until-failure", "3");
    expect([code, summary.counts.pass]).toEqual([0, 3]);
  });

  test("is no --repeat-each", async () => {
    expect((await run(inTurn(), "--until-failure", "--repeat-each", "3")).code).toBe(254);
  });
});

test("the help says that a failure is not tried again, and why", async () => {
  const { stdout } = await inProcess(temporaryDirectory(), ["--help"]);
  expect(stdout).toContain("There is no retry of a failure, on purpose");
});
