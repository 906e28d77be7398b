import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { remembered } from "../../../src/simulation/pi/remembered.ts";

/** Remembers by the first character only, so that most texts share their key. */
function counting() {
  const computed: string[] = [];
  const of = remembered({
    compute: (text: string) => {
      computed.push(text);
      return { text };
    },
    key: (text) => text.slice(0, 1),
    isSame: (known, text) => known === text,
  });
  return { of, computed };
}

property.prop([fc.array(fc.string({ maxLength: 2 }), { maxLength: 60 })])(
  "says of each text what the function says of it, whatever shares its key",
  (texts) => {
    const { of } = counting();
    for (const text of texts) expect(of(text)).toEqual({ text });
  },
);

test("asks once for a text that comes again", () => {
  const { of, computed } = counting();
  const first = of("abc");
  of("abd");
  expect(of("abc")).toBe(first);
  expect(computed).toEqual(["abc", "abd"]);
});

test("forgets rather than grow: neither under one key nor under many", () => {
  const { of, computed } = counting();
  for (let number = 0; number < 40; number += 1) of(`a${number}`);
  of("a39");
  expect(computed).toHaveLength(40);
  of("a0");
  expect(computed).toHaveLength(41);
});
