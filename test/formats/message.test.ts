import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { longestLine } from "../../src/formats/control-protocol.ts";
import {
  formatLaunchMessage,
  longestMessage,
  messageFlaw,
  parseLaunchMessage,
} from "../../src/formats/message.ts";
import { formatRequest, parseRequest } from "../../src/resume/control/protocol.ts";

/** Every string there is, halves of pairs included. */
const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
});
const longest = "x".repeat(longestMessage - 2);
const sender = { sessionId: "s", agentId: "a", cwd: `/${"d".repeat(4095)}`, timestamp: "t" };
const send = { command: "send", mode: "follow_up", wants_reply: false, sender } as const;

describe("a launch's message", () => {
  property.prop([anyText])("arrives as it was given, or is refused", (text) => {
    const line = formatLaunchMessage(text);
    const overPipe = Buffer.from(line).toString("utf8");
    if (messageFlaw(text) === null) expect(parseLaunchMessage(overPipe)).toBe(text);
    else expect(() => parseLaunchMessage(overPipe)).toThrow(/message is empty/);
  });

  property.prop([anyText, fc.nat()])("cut off anywhere runs nothing", (text, at) => {
    const line = formatLaunchMessage(text);
    expect(() => parseLaunchMessage(line.slice(0, at % line.length))).toThrow(/nothing is run/);
  });

  test.each([["{}\n"], ['{"message":1}\n'], ["not JSON\n"]])("is not made up from %j", (line) => {
    expect(() => parseLaunchMessage(line)).toThrow();
  });
});

describe("the limit", () => {
  test("is one for the launch and for a live session", () => {
    const line = formatRequest({ ...send, message: longest }).trimEnd();
    expect(line.length).toBeLessThanOrEqual(longestLine);
    expect(parseRequest(line)).toMatchObject({ kind: "request" });
    expect(parseLaunchMessage(formatLaunchMessage(longest))).toBe(longest);

    const more = parseRequest(formatRequest({ ...send, message: `${longest}x` }).trimEnd());
    expect(more).toMatchObject({ error: expect.stringMatching(/983041 characters as JSON/) });
    expect(messageFlaw(`${longest}x`)).toMatch(/put it in a file/);
  });

  test("counts what JSON makes of the characters", () => {
    expect(messageFlaw("\u0000".repeat(longestMessage / 6))).toMatch(/at most/);
    expect(messageFlaw("\u0000".repeat(longestMessage / 6 - 1))).toBeNull();
  });
});
