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
  encodeJournalHeader("r") + list.map((each) => encodeResult(each)).join("");

const claim = { name: "c", claim: "C.", verdict: "holds", because: "b", events: [1] } as const;

describe("a journal", () => {
  test.prop([results])("reads back what was written", (list) => {
    expect(decodeJournal(textOf(list))).toMatchObject({ runId: "r", results: list, damaged: [] });
  });

  test.prop([results.filter((list) => list.length > 0), fc.nat()])(
    "torn at any place of its last line loses that cell only",
    (list, cut) => {
      const text = textOf(list);
      const last = encodeResult(list.at(-1) ?? result()).length;
      const torn = text.slice(0, text.length - 1 - (cut % (last - 1)));
      const damaged = [{ line: list.length + 1, because: "torn" }];
      expect(decodeJournal(torn)).toMatchObject({ results: list.slice(0, -1), damaged });
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
    const damaged = torn ? [{ line: 1, because: "torn", fault: null, gardenId: null }] : [];
    const empty = { runId: null, results: [], damaged, gardenIds: new Set() };
    expect(decodeJournal(text)).toEqual(empty);
  });

  test("keeps what a newer build wrote besides", () => {
    const newer = { ...result({ claims: [claim] }), weight: 2 };
    expect(decodeJournal(textOf([newer])).results).toEqual([newer]);
  });

  test.each([
    ["target.provider", { target: { agent: "pi" } }],
    ["gardenId", { gardenId: "../.." }],
    ["verdict", { verdict: "good" }],
    ["durationMs", { durationMs: "1" }],
    ["kept", { kept: 1 }],
    ["claims[1].events[0]", { claims: [claim, { ...claim, events: ["1"] }] }],
    ["claims[0].verdict", { claims: [{ ...claim, verdict: "held" }] }],
  ])("with a damaged %s loses that line alone, and names it and the field", (path, changes) => {
    const [one, three] = [result(), result({ repetition: 3 })];
    const bad = encodeResult({ ...result(), ...changes } as typeof one);
    const { results, damaged } = decodeJournal(textOf([one]) + bad + encodeResult(three));
    expect(results).toEqual([one, three]);
    const fault = expect.stringContaining(`${path}: `);
    expect(damaged).toMatchObject([{ line: 3, because: "field", fault }]);
  });

  const flipped = (text: string, at: number, bit: number) => {
    const bytes = Buffer.from(text);
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
    return bytes.toString();
  };
  const named = "20300102T030405-00000b";
  const three = [
    result({ gardenId: "20300102T030405-00000a" }),
    result({ repetition: 2, verdict: "fail", because: "é", gardenId: named }),
    result({ repetition: 3, gardenId: "20300102T030405-00000c" }),
  ];
  const start = Buffer.byteLength(textOf(three.slice(0, 1)));
  const bytes = Buffer.byteLength(encodeResult(three[1] ?? result()));

  test.prop([fc.nat(bytes - 2), fc.nat(7)])(
    "with any bit flipped in a line loses at most that line, and never reads another result",
    (at, bit) => {
      const { results, damaged } = decodeJournal(flipped(textOf(three), start + at, bit));
      const lost = results.length === 2;
      // The name of the checksum is summed up by nothing, and the result beside it is whole.
      expect(results).toMatchObject(lost ? [three[0], three[2]] : three);
      expect(damaged.length > 0).toBe(lost);
    },
  );

  test.each([
    ["nonsense", "checksum", null],
    [JSON.stringify(three[1]), "checksum", named],
    [
      encodeResult(three[1] ?? result())
        .replace('"fail"', '"pass"')
        .trim(),
      "checksum",
      named,
    ],
  ])("with %j in a line's place loses that cell alone", (line, because, gardenId) => {
    const text = textOf(three).split("\n").with(2, line).join("\n");
    const { results, damaged } = decodeJournal(text);
    expect(results).toEqual([three[0], three[2]]);
    expect(damaged).toMatchObject([{ line: 3, because, gardenId }]);
  });

  test("of a build that wrote no checksums is read, and goes on with them", () => {
    const header = '{"format":"resume-matrix/journal","version":1,"run":"r"}\n';
    const old = `${header}${JSON.stringify(three[0])}\nnonsense\n`;
    const { runId, results, damaged } = decodeJournal(old + encodeResult(three[2] ?? result()));
    expect({ runId, results }).toEqual({ runId: "r", results: [three[0], three[2]] });
    expect(damaged).toMatchObject([{ line: 3, because: "no-object", gardenId: null }]);
  });

  test("of which the last 1 to 64 bytes are lost loses its last cell alone, and names the line", () => {
    const text = textOf(three);
    for (let cut = 1; cut <= 64; cut += 1) {
      const { results, damaged } = decodeJournal(text.slice(0, -cut));
      expect(results).toEqual(three.slice(0, 2));
      const { gardenId = "" } = three[2] ?? {};
      expect(damaged).toEqual([{ line: 4, because: "torn", fault: null, gardenId }]);
    }
  });

  test("whose first line is damaged keeps its results", () => {
    const { runId, results, damaged } = decodeJournal(textOf(three).replace("resume", "rasume"));
    expect({ runId, results }).toEqual({ runId: null, results: three });
    expect(damaged).toMatchObject([{ line: 1, because: "checksum" }]);
  });

  test("sums up what is written, after secrets were taken out", () => {
    const secret = result({ because: "hunter22" });
    const line = encodeResult(secret, (text) => text.replaceAll("hunter22", "[KEY]"));
    const { results, damaged } = decodeJournal(encodeJournalHeader("r") + line);
    expect({ results, damaged }).toEqual({
      results: [{ ...secret, because: "[KEY]" }],
      damaged: [],
    });
  });

  test.each(["{}\n", '{"format":"resume-matrix/journal","version":9,"run":"r"}\n'])(
    "%j is refused: it says that it is something else",
    (text) => {
      expect(() => decodeJournal(text)).toThrow(JournalFormatError);
      expect(() => decodeJournal(text)).toThrow("line 1");
    },
  );
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
