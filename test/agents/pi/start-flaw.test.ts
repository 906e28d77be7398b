import { expect, test } from "vitest";
import { startFlaw } from "../../../src/agents/pi/start-flaw.ts";

test.each([
  [
    "the line that tells of an error",
    { message: "no", stderr: "at x\nTypeError: old\n" },
    "TypeError: old",
  ],
  ["else its first words", { message: "no", stderr: "\n  no such engine\n" }, "no such engine"],
  ["else what the system said", { message: "spawn EACCES", stderr: "" }, "spawn EACCES"],
  [
    "that its time was over",
    { message: "no", stderr: "Error", killed: true },
    "no answer within 20 s",
  ],
  ["that nothing was said", { message: "" }, "no reason given"],
])("says %s", (_what, error, said) => {
  expect(startFlaw(error, 20_000)).toBe(said);
});
