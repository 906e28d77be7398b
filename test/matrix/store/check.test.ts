// A journal or a piece of evidence that is no file any more: said in words, and never waited at.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { journalFile } from "../../../src/matrix/plan/layout.ts";
import { readRun } from "../../../src/matrix/store/check.ts";
import { writeRunRecord } from "../../../src/matrix/store/run-record.ts";
import { readRegularFile } from "../../../src/world/node/regular-file.ts";
import { UsageError } from "../../../src/world/usage-error.ts";
import { temporaryDirectory } from "../place.ts";
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
