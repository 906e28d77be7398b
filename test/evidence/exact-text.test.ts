import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { toExactBytes, toExactText } from "../../src/evidence/exact-text.ts";

const mark = Buffer.from("efbbbf", "hex");
const smile = Buffer.from("😀");
const exact = (bytes: Uint8Array) => Buffer.from(toExactBytes(toExactText(bytes)));

describe("bytes that are kept as text", () => {
  test.prop([fc.uint8Array({ maxLength: 40 })])("are the same afterwards", (bytes) => {
    expect(exact(bytes)).toEqual(Buffer.from(bytes));
  });

  test.prop([fc.string({ unit: "binary" })])("are all text where they were text", (drawn) => {
    const bytes = Buffer.from(drawn);
    expect(toExactText(bytes)).toEqual({ text: bytes.toString(), undecodable: [] });
  });

  test("keep a byte order mark", () => {
    expect(toExactText(mark)).toEqual({ text: "\ufeff", undecodable: [] });
  });

  test("tell apart what is no text and a sign for it that really stands there", () => {
    const real = Buffer.from("a\ufffd");
    expect(toExactText(real).undecodable).toEqual([]);
    const cut = Buffer.concat([real, smile.subarray(0, 3)]);
    expect(toExactText(cut)).toEqual({ text: "a\ufffd", undecodable: [{ at: 2, hex: "f09f98" }] });
  });

  test("tell each place where they are none, on either side of what is", () => {
    const bytes = Buffer.concat([Buffer.from([0xff]), smile, Buffer.from([0xc0, 0x80]), smile]);
    expect(toExactText(bytes)).toEqual({
      text: "😀😀",
      undecodable: [
        { at: 0, hex: "ff" },
        { at: 2, hex: "c080" },
      ],
    });
  });
});
