import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import {
  OtherSessionError,
  refuseOtherSession,
} from "../../../src/resume/resident/session-check.ts";

const root = mkdtempSync(join(tmpdir(), "rm-check-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const resolved = join(root, "a.jsonl");
writeFileSync(resolved, "");
symlinkSync(root, `${root}/link`);

const check =
  (opened: string | undefined, id = "gid") =>
  () =>
    refuseOtherSession({ id, file: opened }, { id: "gid", file: resolved });

test("the file that was resolved is taken, however it is spelled", () => {
  expect(check(resolved)).not.toThrow();
  expect(check(join(root, "link", "a.jsonl"))).not.toThrow();
});

test("another file, none, or another session in the same file is refused with both named", () => {
  const other = join(root, "b.jsonl");
  expect(check(other)).toThrow(OtherSessionError);
  expect(check(other)).toThrow(`opened ${other}`);
  expect(check(undefined)).toThrow("opened no file");
  expect(check(resolved, "new")).toThrow("opened new in");
});

test("where nothing was resolved, nothing is refused", () => {
  expect(() =>
    refuseOtherSession({ id: "x", file: "/x" }, { id: undefined, file: undefined }),
  ).not.toThrow();
});
