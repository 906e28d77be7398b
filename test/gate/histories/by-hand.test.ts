// What is done to a session file by hand, on a file of the least.
import { expect, test } from "vitest";
import { histories } from "../../../src/gate/histories/index.ts";

const line = (id: string, parentId: string | null, role: string) =>
  `${JSON.stringify({ type: "message", id, parentId, timestamp: "2030-01-02T00:00:00.000Z", message: { role, timestamp: 1_893_542_400_000 } })}\n`;
const header = `${JSON.stringify({ type: "session", id: "s" })}\n`;
const text = [
  header,
  line("a", null, "system"),
  line("b", "a", "user"),
  line("c", "b", "assistant"),
  line("d", "c", "user"),
  line("e", "d", "assistant"),
].join("");

const edited = (name: string) => histories.find((each) => each.name === name)?.edited?.(text) ?? "";
const links = (changed: string) =>
  changed
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((each) => JSON.parse(each))
    .map(({ id, parentId }) => `${id}<${parentId}`);

test("lost-line loses what the last prompt hangs on, and nothing else", () => {
  expect(links(edited("lost-line"))).toEqual(["a<null", "b<a", "d<c", "e<d"]);
});

test("torn-tail cuts the last line in its middle and keeps the others", () => {
  const whole = text.length - line("e", "d", "assistant").length;
  expect(edited("torn-tail")).toBe(
    text.slice(0, whole + Math.floor(line("e", "d", "assistant").length / 2)),
  );
});

test("no-system-message hangs what came after on what was before", () => {
  expect(links(edited("no-system-message"))).toEqual(["b<null", "c<b", "d<c", "e<d"]);
});

test("another-day takes every time back by a day, and changes nothing else", () => {
  const changed = edited("another-day");
  expect(changed).not.toContain("2030-01-02T");
  expect(
    changed
      .replaceAll("2030-01-01T00:00:00.000Z", "2030-01-02T00:00:00.000Z")
      .replaceAll("1893456000000", "1893542400000"),
  ).toBe(text);
});
