// A journal or a piece of evidence that is damaged or no file any more: named, and never waited at.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { evidenceFile, journalFile } from "../../../src/matrix/plan/layout.ts";
import { runMatrix } from "../../../src/matrix/run/run.ts";
import { checkRun, readRun } from "../../../src/matrix/store/check.ts";
import { writeRunRecord } from "../../../src/matrix/store/run-record.ts";
import { readRegularFile } from "../../../src/world/node/regular-file.ts";
import { nodeWorld } from "../../../src/world/node.ts";
import { UsageError } from "../../../src/world/usage-error.ts";
import { fakeParts } from "../fake-parts.ts";
import { requestFor, silent, temporaryDirectory } from "../place.ts";
import { runRecord } from "../records.ts";

const places: readonly (readonly [string, (path: string) => unknown, RegExp])[] = [
  ["a pipe", (path) => execFileSync("mkfifo", [path]), /EFTYPE/],
  ["a directory", (path) => mkdirSync(path), /EISDIR/],
  ["a link to a device", (path) => symlinkSync("/dev/zero", path), /EFTYPE/],
];

test.each(places)("%s in a file's place is never opened", (_what, place, code) => {
  const path = join(temporaryDirectory(), "x");
  place(path);
  expect(() => readRegularFile(path)).toThrow(code);
});

test.each(places)("a journal that is %s is refused in words", (_what, place, code) => {
  const directory = temporaryDirectory();
  writeRunRecord(directory, runRecord({ socketRoot: directory }), (text) => text);
  const path = join(directory, journalFile);
  rmSync(path, { force: true });
  place(path);
  expect(() => readRun(directory)).toThrow(UsageError);
  expect(() => readRun(directory)).toThrow(code);
});

describe("of a run of three cells", () => {
  async function threeCells() {
    const parts = fakeParts(nodeWorld());
    const targets = ["one/good", "two/good", "three/good"];
    const request = await requestFor(temporaryDirectory(), { targets, workers: 1 }, parts);
    const never = new AbortController().signal;
    const { directory, cells } = await runMatrix(request, parts, nodeWorld(), silent, never);
    const run = directory ?? "";
    return { run, second: cells[1]?.gardenId ?? "", check: () => checkRun(run, parts.judge) };
  }

  test("one damaged evidence file is named, and costs that cell alone", async () => {
    const { run, second, check } = await threeCells();
    const path = evidenceFile(run, second);
    writeFileSync(path, readFileSync(path, "utf8").replace("phase-ended", 'phase"ended'));
    const { summary, notices } = check();
    expect(summary).toMatchObject({ exitCode: 2, counts: { pass: 2, unknown: 1 } });
    expect(summary.notAcceptance).toBe("of 1 of 3 cells the record is damaged");
    const where = `pi:two/good v2 plain #1: its evidence is damaged or missing: cells/${second}/evidence.jsonl`;
    expect(notices[0]).toBe(`${where}: line 3: not a JSON object`);
  });

  test("one damaged line of the journal is named, and costs that cell alone", async () => {
    const { run, check } = await threeCells();
    const path = join(run, journalFile);
    const text = readFileSync(path, "utf8");
    const spoilt = text.replace('"provider":"two"', '"provider":"one"');
    writeFileSync(path, spoilt);
    const { summary, notices } = check();
    expect(summary).toMatchObject({ exitCode: 2, counts: { pass: 2, skip: 1 } });
    expect(summary.notAcceptance).toBe("of 1 of 3 cells the record is damaged");
    expect(notices).toEqual([
      "journal.jsonl: line 3 is damaged (its checksum is another): pi:two/good v2 plain #1 counts as not run.",
    ]);
  });

  test("a damaged line whose cell has a result in another one costs no cell, and says so", async () => {
    const { run, check } = await threeCells();
    const path = join(run, journalFile);
    const [header, first, ...others] = readFileSync(path, "utf8").split("\n");
    const torn = first?.slice(0, first.length / 2);
    writeFileSync(path, [header, torn, "rubbish", first, ...others].join("\n"));
    const { summary, notices } = check();
    expect(summary).toMatchObject({ exitCode: 0, counts: { pass: 3 }, notAcceptance: null });
    const lost = "no cell is lost by it";
    expect(notices).toEqual([
      `journal.jsonl: line 2 is damaged (its checksum is another): ${lost}, pi:one/good v2 plain #1 has a result in another line.`,
      `journal.jsonl: line 3 is damaged (its checksum is another): ${lost}, each has a result in another line.`,
    ]);
  });
});
