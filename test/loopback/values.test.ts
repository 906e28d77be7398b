import { expect, test } from "vitest";
import { digestOf, valuesOf } from "../../src/loopback/values.ts";

test("each value is found at its path, by a digest and never as it is", () => {
  const values = valuesOf({ model: "m", input: [{ content: [{ text: "secret words" }] }], top: 1 });
  expect(values).toEqual({
    model: digestOf("m"),
    "input[0].content[0].text": digestOf("secret words"),
    top: digestOf("1"),
  });
  expect(JSON.stringify(values)).not.toContain("secret");
});

test("what is empty is a value too", () => {
  expect(valuesOf({ tools: [], more: {}, none: null, no: false })).toEqual({
    tools: digestOf("[]"),
    more: digestOf("{}"),
    none: digestOf("null"),
    no: digestOf("false"),
  });
});

test("a digest is sixteen digits, and another one for another text", () => {
  expect(digestOf("")).toBe("e3b0c44298fc1c14");
  expect(digestOf("a")).not.toBe(digestOf("b"));
});
