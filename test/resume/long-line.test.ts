import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { createLongLine } from "../../src/resume/long-line.ts";

const decoder = new TextDecoder();

function shortened(text: string, at: readonly number[] = []): string {
  const bytes = new TextEncoder().encode(text);
  const line = createLongLine();
  let from = 0;
  for (const to of [...at.map((place) => place % (bytes.length + 1)), bytes.length].sort(
    (a, b) => a - b,
  )) {
    line.push(bytes.subarray(from, to));
    from = to;
  }
  return decoder.decode(line.end());
}

const big = '\\"{[é'.repeat(50_000);

test("keeps what stands at the top and in a message, and nothing of its content", () => {
  const content = [
    { type: "text", text: big },
    { type: "toolCall", arguments: { a: [1, { b: 2 }] } },
  ];
  const message = {
    role: "assistant",
    content,
    provider: "openai",
    model: 'a"b\\',
    usage: { x: 1 },
  };
  const line = { type: "message", id: "1", parentId: null, message, details: big };
  expect(JSON.parse(shortened(JSON.stringify(line)))).toEqual({
    ...line,
    details: "",
    message: { ...message, content: [], usage: {} },
  });
});

test("gives nothing for a line that stays too long", () => {
  const many = Object.fromEntries(
    Array.from({ length: 200_000 }, (_, index) => [`k${index}`, index]),
  );
  expect(shortened(JSON.stringify(many))).toBe("");
});

const flat = fc.dictionary(
  fc.string(),
  fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
);

property.prop([fc.dictionary(fc.string(), fc.oneof(flat, fc.string())), fc.array(fc.nat())])(
  "a line without depth and long texts stays what it was, wherever its blocks end",
  (value, at) => {
    // As a key this one is no property of what is parsed.
    fc.pre(!JSON.stringify(value).includes("__proto__"));
    expect(JSON.parse(shortened(JSON.stringify(value), at))).toEqual(value);
  },
);
