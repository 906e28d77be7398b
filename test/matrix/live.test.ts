import { expect, test } from "vitest";
import { liveOverrides } from "../../src/matrix/live.ts";

const variable = "PI_SHELL_ACP_SPAWN_RESUME_ASSISTANT_TIMEOUT_MS";
const asked = (text: string) => liveOverrides({ [variable]: text }).assistantTurnMs;

test("the longest time that a timer can wait is taken", () => {
  expect(asked("2147483647")).toBe(2_147_483_647);
});

test.each(["2147483648", "Infinity", "0", "soon"])("a time of %s is refused", (text) => {
  expect(() => asked(text)).toThrow(`${variable}: "${text}" is not a number of milliseconds`);
});
