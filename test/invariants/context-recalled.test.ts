import { expect, test } from "vitest";
import { contextRecalled } from "../../src/invariants/context-recalled.ts";
import { change, evidenceOf, plainV2, the } from "./sample.ts";

const answered = (fields: Readonly<Record<string, unknown>>) => {
  const request = the("model-requested", { turn: "resume" });
  const sample = change(plainV2, request, (event) => ({ ...event, ...fields }) as typeof event);
  return contextRecalled.judge(evidenceOf(sample)).verdict;
};

test("a model that was plainly asked without the seed's turn cannot have remembered it", () => {
  expect(answered({ recalled: false })).toBe("violated");
  expect(answered({ recalled: false, behaviour: "plain" })).toBe("violated");
});

test("a request that was answered with a fault tells nothing of what it carried", () => {
  expect(answered({ recalled: false, behaviour: "length" })).toBe("holds");
});
