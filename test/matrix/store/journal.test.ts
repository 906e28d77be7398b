import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import {
  decodeJournal,
  encodeJournalHeader,
  encodeResult,
  JournalFormatError,
} from "../../../src/matrix/store/journal.ts";
import { openAppend } from "../../../src/matrix/store/storage.ts";
import { cellTitle } from "../../../src/matrix/summary/result.ts";
import { linesOfRegularFile } from "../../../src/world/node/regular-file.ts";
import { StorageError } from "../../../src/world/storage-error.ts";
import { temporaryDirectory } from "../place.ts";
import { anyResult, result } from "../results.ts";

const results = fc.uniqueArray(anyResult, { selector: cellTitle, maxLength: 8 });
const textOf = (list: readonly Parameters<typeof encodeResult>[0][]) =>
  encodeJournalHeader("r") + list.map(encodeResult).join("");

const claim = { name: "c", claim: "C.", verdict: "holds", because: "b", events: [1] } as const;

describe("a journal", () => {
  test.prop([results])("reads back what was written", (list) => {
    expect(decodeJournal(textOf(list))).toMatchObject({ runId: "r", results: list, torn: false });
  });

  test.prop([results.filter((list) => list.length > 0), fc.nat()])(
    "torn at any place of its last line loses that cell only",
    (list, cut) => {
      const text = textOf(list);
      const last = encodeResult(list.at(-1) ?? result()).length;
      const torn = text.slice(0, text.length - 1 - (cut % (last - 1)));
      expect(decodeJournal(torn)).toMatchObject({ results: list.slice(0, -1), torn: true });
    },
  );

  test("counts the later result of a cell that was run again", () => {
    const first = result({ verdict: "skip", gardenId: "20300102T030405-000001" });
    const second = result({ verdict: "pass", gardenId: "20300102T030405-000002" });
    const decoded = decodeJournal(textOf([first, second]));
    expect(decoded.results).toEqual([second]);
    expect(decoded.gardenIds).toEqual(new Set([first.gardenId, second.gardenId]));
  });

  test.each([
    ["", false],
    ['{"format":"resume-matrix/jo', true],
  ])("%j has no whole line, and so no cell", (text, torn) => {
    const empty = { runId: null, results: [], torn, gardenIds: new Set() };
    expect(decodeJournal(text)).toEqual(empty);
  });

  test("keeps what a newer build wrote besides", () => {
    const newer = { ...result({ claims: [claim] }), weight: 2 };
    const text = `${encodeJournalHeader("r")}${JSON.stringify(newer)}\n`;
    expect(decodeJournal(text).results).toEqual([newer]);
  });

  test.each([
    ["target.provider", { target: { agent: "pi" } }],
    ["gardenId", { gardenId: "../.." }],
    ["verdict", { verdict: "good" }],
    ["durationMs", { durationMs: "1" }],
    ["kept", { kept: 1 }],
    ["claims[1].events[0]", { claims: [claim, { ...claim, events: ["1"] }] }],
    ["claims[0].verdict", { claims: [{ ...claim, verdict: "held" }] }],
  ])("with a damaged %s is refused, naming the line and the field", (path, changes) => {
    const damaged = JSON.stringify({ ...result(), ...changes });
    const text = `${textOf([result()])}${damaged}\n`;
    expect(() => decodeJournal(text)).toThrow(JournalFormatError);
    expect(() => decodeJournal(text)).toThrow(`line 3: not the result of a cell: ${path}: `);
  });

  test.each([
    ["{}\n", "line 1"],
    [`${encodeJournalHeader("r")}nonsense\n`, "line 2"],
    [`${encodeJournalHeader("r")}{"verdict":"pass"}\n`, "line 2"],
  ])("%j is refused, naming the line", (text, where) => {
    expect(() => decodeJournal(text)).toThrow(JournalFormatError);
    expect(() => decodeJournal(text)).toThrow(where);
  });
});

describe("an appended file", () => {
  test("that is closed takes no more: its number may be another file's by now", () => {
    const file = openAppend(join(temporaryDirectory(), "journal.jsonl"));
    file.close();
    expect(() => file.append("late\n")).toThrow("is closed");
  });

  test("cuts a line off that its killed writer left, before it goes on", () => {
    const path = join(temporaryDirectory(), "journal");
    writeFileSync(path, "whole\nhal");
    const file = openAppend(path);
    file.append("next\n", { flush: true });
    file.close();
    expect(readFileSync(path, "utf8")).toBe("whole\nnext\n");
  });

  it.runIf(process.platform === "linux")("that cannot be written says what and where", () => {
    const file = openAppend("/dev/full");
    expect(() => file.append("text\n")).toThrow(StorageError);
    expect(() => file.append("text\n")).toThrow(/\/dev\/full: ENOSPC.*--output/s);
    file.close();
  });

  test("keeps what others had written", () => {
    const path = join(temporaryDirectory(), "journal");
    appendFileSync(path, "before\n");
    const file = openAppend(path);
    file.append("after\n");
    file.close();
    expect(readFileSync(path, "utf8")).toBe("before\nafter\n");
  });
});

test("the lines of a file are those of its text, however they fall into what is read at once", () => {
  const path = join(temporaryDirectory(), "lines");
  const lines = ["", "ä".repeat(70_000), "b", "", "€".repeat(50_000), "torn"];
  writeFileSync(path, lines.join("\n"));
  expect([...linesOfRegularFile(path)]).toEqual(lines);
});
