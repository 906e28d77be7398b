import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { longestLine, type Request, type Response } from "../../../src/formats/control-protocol.ts";
import {
  formatRequest,
  formatResponse,
  parseRequest,
  parseResponse,
} from "../../../src/resume/control/protocol.ts";

const text = fc.string({ unit: "grapheme" });
const id = fc.option(text, { nil: undefined });

function defined<T extends object>(value: T): T {
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries) as T;
}

const sender = fc
  .record({
    sessionId: text,
    agentId: text,
    cwd: text,
    timestamp: text,
    origin: fc.option(text, { nil: undefined }),
    replyable: fc.option(fc.boolean(), { nil: undefined }),
  })
  .map(defined);

const request = fc
  .oneof(
    fc.record({ command: fc.constantFrom("get_info", "get_message", "abort"), id }),
    fc.record({
      command: fc.constant("send"),
      message: text.filter((message) => message.trim() !== ""),
      mode: fc.constantFrom("steer", "follow_up"),
      wants_reply: fc.boolean(),
      sender,
      id,
    }),
  )
  .map((value) => defined(value) as Request);

const response = fc
  .record({
    type: fc.constant("response"),
    command: text,
    success: fc.boolean(),
    id,
    error: fc.option(text, { nil: undefined }),
    data: fc.option(fc.jsonValue({ noUnicodeString: false }), { nil: undefined }),
  })
  .map((value) => defined(value) as Response);

const send = {
  command: "send",
  message: "hello",
  mode: "steer",
  wants_reply: false,
  sender: { sessionId: "s", agentId: "a", cwd: "/", timestamp: "t" },
};

function errorOf(value: unknown): string {
  const parsed = parseRequest(typeof value === "string" ? value : JSON.stringify(value));
  return parsed.kind === "invalid" ? parsed.error : `accepted: ${JSON.stringify(parsed)}`;
}

describe("the protocol", () => {
  test.prop([request])("reads back the request it wrote, as one line", (value) => {
    const line = formatRequest(value);
    expect(line.indexOf("\n")).toBe(line.length - 1);
    expect(parseRequest(line)).toEqual({ kind: "request", request: value });
  });

  test.prop([response])("reads back the response it wrote, as one line", (value) => {
    const line = formatResponse(value);
    expect(line.indexOf("\n")).toBe(line.length - 1);
    const wire = JSON.parse(JSON.stringify(value));
    expect(parseResponse(line)).toEqual({ kind: "response", response: wire });
  });

  test.prop([fc.oneof(fc.string({ unit: "binary" }), fc.json())])(
    "never throws on a line that is anything at all",
    (line) => {
      expect(["request", "invalid"]).toContain(parseRequest(line).kind);
      expect(["response", "invalid"]).toContain(parseResponse(line).kind);
    },
  );

  test.prop([fc.constantFrom(...Object.keys(send)), fc.jsonValue()])(
    "accepts or names the field when one of a send's fields is something else",
    (field, value) => {
      const parsed = parseRequest(JSON.stringify({ ...send, [field]: value }));
      if (parsed.kind === "invalid") expect(parsed.error).toContain(field);
    },
  );
});

describe("a bad request is told what is wrong with it", () => {
  test.each([
    ["{", "not JSON: {"],
    ["", "not JSON: "],
    ["[1]", "not a JSON object: [1]"],
    ["null", "not a JSON object: null"],
    [{}, "command is missing: expected get_info, send, get_message or abort"],
    [{ command: "quit" }, 'command is "quit": expected get_info, send, get_message or abort'],
    [{ command: "get_info", id: 7 }, "id is 7: expected a string"],
    [{ ...send, message: undefined }, "message is missing: expected a string"],
    [{ ...send, message: " " }, "message is empty: there is nothing to run"],
    [{ ...send, mode: "next" }, 'mode is "next": expected "steer" or "follow_up"'],
    [{ ...send, wants_reply: 1 }, "wants_reply is 1: expected true or false"],
    [{ ...send, sender: [] }, "sender is []: expected an object"],
    [
      { ...send, sender: { ...send.sender, cwd: undefined } },
      "sender.cwd is missing: expected a string",
    ],
    [
      { ...send, sender: { ...send.sender, replyable: "no" } },
      'sender.replyable is "no": expected a boolean',
    ],
  ])("%j", (value, error) => {
    expect(errorOf(value)).toBe(error);
  });

  test("a line that is too long", () => {
    expect(errorOf(JSON.stringify({ ...send, message: "x".repeat(longestLine) }))).toMatch(
      /^line of \d+ characters is longer than 1048576/,
    );
  });

  test("keeps the id, so that the client can tell which of its requests it was", () => {
    expect(parseRequest('{"command":"send","id":"q1"}')).toMatchObject({ id: "q1" });
  });

  test("a prototype is not a field", () => {
    const line = '{"command":"get_info","__proto__":{"id":"x"},"constructor":1}';
    expect(parseRequest(line)).toEqual({ kind: "request", request: { command: "get_info" } });
  });
});

test.each([
  [{ type: "event" }, "type"],
  [{ type: "response", success: true }, "command"],
  [{ type: "response", command: "send", success: "yes" }, "success"],
  [{ type: "response", command: "send", success: true, error: 1 }, "error"],
])("a response that is none is refused by its field: %j", (value, field) => {
  const parsed = parseResponse(JSON.stringify(value));
  expect(parsed.kind === "invalid" && parsed.error).toContain(field);
});
