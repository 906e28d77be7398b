import { describe, expect, test } from "vitest";
import {
  always,
  choiceIn,
  flagIn,
  numberIn,
  overridesIn,
  present,
  reportingIn,
  textIn,
  textsIn,
} from "../../src/commands/given.ts";

describe("an option", () => {
  test("that was not given has no value", () => {
    expect(textIn({}, "pi")).toBeUndefined();
    expect(overridesIn({})).toEqual({});
    expect(reportingIn({})).toEqual({});
    expect(present({ a: undefined, b: 0, c: false })).toEqual({ b: 0, c: false });
  });

  test("is read by its kind", () => {
    const given = {
      target: ["a/b"],
      history: ["tool*"],
      workers: 2,
      full: true,
      fidelity: "live",
      pi: "/pi",
      more: 1,
    };
    const { more: _, ...known } = given;
    expect(overridesIn(given)).toEqual(known);
  });

  test.each([
    ["text", () => textIn({ pi: ["/pi"] }, "pi")],
    ["list of texts", () => textsIn({ pi: "/pi" }, "pi")],
    ["list of texts", () => textsIn({ pi: [1] }, "pi")],
    ["number", () => numberIn({ pi: "1" }, "pi")],
    ["flag", () => flagIn({ pi: "true" }, "pi")],
    ["one of a, b", () => choiceIn({ pi: "c" }, "pi", ["a", "b"])],
  ])("that is no %s is told by its name", (kind, read) => {
    expect(read).toThrow(`option pi is no ${kind}: `);
  });

  test("with a default has a value", () => {
    expect(always(0, "runs")).toBe(0);
    expect(() => always(undefined, "runs")).toThrow("option runs has no value");
  });
});
