import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { unknownEntries } from "../../../src/resume/resident/grown.ts";

let path = "";
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), "rm-grown-")), "session.jsonl");
});
afterEach(() => rmSync(join(path, ".."), { recursive: true }));

const header = '{"type":"session","id":"the-session","version":3}';
const entry = (id: string, text = "") => JSON.stringify({ type: "message", id, text });
const known = (id: string) => id.startsWith("own");
const strangersIn = (...lines: readonly string[]) => {
  writeFileSync(path, lines.join("\n"));
  return unknownEntries(path, known);
};

test("names what was not read, in whatever place at the end it stands", () => {
  expect(strangersIn(header, entry("own-1"), entry("other"), entry("own-2"), "")).toEqual([
    "other",
  ]);
  expect(strangersIn(header, entry("own-1"), entry("a"), entry("b"), "")).toEqual(["a", "b"]);
  // Whole, though its line has no end yet.
  expect(strangersIn(header, entry("own-1"), entry("late"))).toEqual(["late"]);
});

test("takes the header, lines without an id and torn lines for nobody's", () => {
  expect(strangersIn(header, '{"type":"message"}', "null", '{"id":7}', entry("own-1"), "")).toEqual(
    [],
  );
  expect(strangersIn(header, entry("own-1"), '{"type":"message","id":"to')).toEqual([]);
});

test("finds nothing in a file that is not there", () => {
  expect(unknownEntries(path, known)).toEqual([]);
});

test("reads the end of a file of any length", () => {
  const long = entry("own-long", "x".repeat(3_000_000));
  expect(strangersIn(header, entry("old"), long, entry("other"), "")).toEqual(["other"]);
});
