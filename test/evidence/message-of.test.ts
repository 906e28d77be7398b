import { expect, test } from "vitest";
import { messageOf } from "../../src/evidence/message-of.ts";

const mute = (how: object) => Object.assign(Object.create(null), how);

test.each([
  [new Error("words"), "words"],
  ["text", "text"],
  [null, "null"],
  [undefined, "undefined"],
  [Symbol("s"), "Symbol(s)"],
  [Object.assign(new Error(), { message: 7 }), "7"],
  [mute({}), "something that has no words (object)"],
  [{ toString: () => mute({}) }, "something that has no words (object)"],
  [
    {
      toString() {
        throw new Error("no");
      },
    },
    "something that has no words (object)",
  ],
])("whatever was thrown is put in words: case %#", (thrown, words) => {
  expect(messageOf(thrown)).toBe(words);
});
