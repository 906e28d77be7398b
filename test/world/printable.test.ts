import { expect, test } from "vitest";
import { printableLines } from "../../src/world/printable.ts";

test.each([
  ["a\n\n  b \r\nc", ["a", "b", "c"]],
  ["10 %\r50 %\r\u001b[2K\u001b[31mError:\u001b[0m no", ["10 %", "50 %", "Error: no"]],
  ["\u001b]0;title\u0007word\ttab\u202e", ["word tab"]],
  ["", []],
])("%j reads %j", (text, lines) => {
  expect(printableLines(text)).toEqual(lines);
});
