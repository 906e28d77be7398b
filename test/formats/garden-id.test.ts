import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { assertGardenId, isGardenId, mintGardenId } from "../../src/formats/garden-id.ts";

const id = "20260102T030405-0a0b0c";
const localMs = (...parts: [number, number, number, number, number, number]) =>
  new Date(...parts).getTime();

describe("a garden id", () => {
  test.each([
    ["text before it", `x${id}`],
    ["text after it", `${id}x`],
    ["a line after it", `${id}\n`],
    ["a path before it", `../${id}`],
    ["capital digits", id.toUpperCase()],
    ["a short tail", id.slice(0, -1)],
    ["letters in its date", id.replace("2026", "2o26")],
    ["letters in its time", id.replace("T03", "Tx3")],
    ["nothing", ""],
  ])("is not seen in a text with %s", (_what, text) => {
    expect(isGardenId(text)).toBe(false);
    expect(() => assertGardenId(text)).toThrow(RangeError);
  });

  test("is let through unchanged", () => {
    expect(isGardenId(id)).toBe(true);
    expect(() => assertGardenId(id)).not.toThrow();
  });

  test("that is malformed is shown with its line breaks escaped", () => {
    expect(() => assertGardenId("a\nb")).toThrow(
      'not a garden id (YYYYMMDDTHHMMSS-xxxxxx): "a\\nb"',
    );
  });
});

describe("a new garden id", () => {
  test("shows local time and the bytes, each padded to its width", () => {
    const minted = mintGardenId(localMs(2026, 0, 2, 3, 4, 5), Uint8Array.of(0x0a, 0x00, 0xff));
    expect(minted).toBe("20260102T030405-0a00ff");
  });

  test("counts months from one and keeps two digits as they are", () => {
    const minted = mintGardenId(localMs(2026, 11, 31, 23, 59, 58), Uint8Array.of(1, 2, 3));
    expect(minted).toBe("20261231T235958-010203");
  });

  test("takes the first three bytes only", () => {
    const minted = mintGardenId(localMs(2026, 0, 2, 3, 4, 5), Uint8Array.of(10, 11, 12, 13));
    expect(minted).toBe(id);
  });

  test("is not made from too little randomness", () => {
    expect(() => mintGardenId(0, Uint8Array.of(1, 2))).toThrow(/needs 3 random bytes, got 2/);
    expect(() => mintGardenId(0, Uint8Array.of())).toThrow(RangeError);
  });

  property.prop([
    fc.date({ min: new Date(1970, 0, 2), max: new Date(9999, 0), noInvalidDate: true }),
    fc.uint8Array({ minLength: 3 }),
  ])("is always a garden id", (time, bytes) => {
    expect(isGardenId(mintGardenId(time.getTime(), bytes))).toBe(true);
  });
});
