import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lookForGrowth } from "../../../src/resume/resident/grown.ts";

let path = "";
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), "rm-grown-")), "session.jsonl");
});
afterEach(() => rmSync(join(path, ".."), { recursive: true }));

const header = '{"type":"session","id":"the-session","version":3}';
const entry = (id: string, text = "") => JSON.stringify({ type: "message", id, text });
const known = (id: string) => id.startsWith("own");
const growthOf = (...lines: readonly string[]) => {
  writeFileSync(path, lines.join("\n"));
  return lookForGrowth(path, known).growth;
};

test("is the first entry that was not read, wherever it stands", () => {
  expect(growthOf(header, entry("own-1"), entry("other"), entry("own-2"), "")).toBe("entry other");
  expect(growthOf(header, entry("own-1"), entry("a"), entry("b"), "")).toBe("entry a");
  expect(growthOf(header, entry("other", "x".repeat(3_000_000)), "")).toBe("entry other");
  // Whole, though its line has no end yet.
  expect(growthOf(header, entry("own-1"), entry("late"))).toBe("entry late");
});

test("is a line that is being written", () => {
  const unfinished = "an entry that has no end yet";
  expect(growthOf(header, entry("own-1"), '{"type":"message","id":"to')).toBe(unfinished);
  expect(growthOf(header, entry("own-1"), "{")).toBe(unfinished);
});

test("is no header, no line without an id, and no torn line that was ended", () => {
  const nobodys = ['{"type":"message"}', "null", '{"id":7}', '{"type":"message","id":"to'];
  expect(growthOf(header, ...nobodys, entry("own-1"), "")).toBeNull();
  expect(growthOf(header, entry("own-1"), ...nobodys, "")).toBeNull();
  expect(growthOf(header, "")).toBeNull();
});

test("is none where there is no file, and none in an empty one", () => {
  expect(lookForGrowth(path, known)).toEqual({ growth: null, end: 0 });
  expect(growthOf("")).toBeNull();
});

test("a later look sees what came since, and only that", () => {
  // More bytes than characters.
  writeFileSync(path, `${header}\n${entry("own-1", "é€😀")}\n`);
  const { end } = lookForGrowth(path, known);
  const nobody = () => false;
  expect(lookForGrowth(path, nobody, end)).toEqual({ growth: null, end });
  appendFileSync(path, `${entry("own-2")}\n`);
  const second = lookForGrowth(path, known, end);
  expect(second.growth).toBeNull();
  appendFileSync(path, `${entry("other")}\n`);
  expect(lookForGrowth(path, known, second.end).growth).toBe("entry other");
});

test("a file that became shorter has nothing new", () => {
  writeFileSync(path, `${header}\n`);
  expect(lookForGrowth(path, known, 10_000)).toEqual({ growth: null, end: 10_000 });
});
