import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { type Piece, type Reply, type WireApi, wireApis } from "../../../src/loopback/reply.ts";
import type { EncodeOptions, Frame } from "../../../src/loopback/wire/format.ts";
import { wireFormats } from "../../../src/loopback/wire/index.ts";
import { BadRequest } from "../../../src/loopback/wire/shape.ts";
import { decode } from "./decode.ts";
import { sampleRequests } from "./requests.ts";

const options: EncodeOptions = {
  chunkCharacters: 5,
  model: "some-model",
  replyId: "reply-1",
  framing: "stream",
};

const stopWords: Readonly<Record<WireApi, readonly [stop: string, length: string, tool: string]>> =
  {
    "openai-completions": ["stop", "length", "tool_calls"],
    "mistral-conversations": ["stop", "length", "tool_calls"],
    "openai-responses": ["completed", "max_output_tokens", "completed"],
    "azure-openai-responses": ["completed", "max_output_tokens", "completed"],
    "openai-codex-responses": ["completed", "max_output_tokens", "completed"],
    "anthropic-messages": ["end_turn", "max_tokens", "tool_use"],
    "google-generative-ai": ["STOP", "MAX_TOKENS", "STOP"],
    "google-vertex": ["STOP", "MAX_TOKENS", "STOP"],
    "bedrock-converse-stream": ["end_turn", "max_tokens", "tool_use"],
    "pi-messages": ["stop", "length", "toolUse"],
  };

it("lists each wire format once", () => {
  expect(wireFormats.map(({ api }) => api).sort()).toEqual([...wireApis].sort());
});

describe.each([...wireFormats])("$api", (format) => {
  const sample = sampleRequests[format.api];

  it("is the first format that matches its own request", () => {
    expect(wireFormats.find(({ matches }) => matches("POST", sample.path))?.api).toBe(format.api);
    expect(format.matches("GET", sample.path)).toBe(false);
  });

  it("reads model, roles and texts of a realistic request", () => {
    const request = format.parse(sample.body, sample.path);
    expect(request).toMatchObject({ api: format.api, model: sample.model });
    const spoken = request.messages.filter(({ text }) => text !== "");
    expect(spoken).toEqual([
      { role: "system", text: "Be brief." },
      { role: "user", text: "First question" },
      { role: "tool", text: expect.stringContaining("tool says no") },
      { role: "assistant", text: "First answer" },
      { role: "user", text: "Last question" },
    ]);
  });

  it.each([[null], [[]], [{}], [{ model: 1, messages: 1, contents: 1, input: 1, context: 1 }]])(
    "refuses the body %j in words",
    (body) => {
      expect(() => format.parse(body, sample.path)).toThrow(BadRequest);
      expect(() => format.parse(body, sample.path)).toThrow(/must be (an?|one of) /);
    },
  );

  test.prop([fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 40 })])(
    "text survives encoding at any chunk size",
    (text, chunkCharacters) => {
      const bytes = encoded([{ kind: "text", text }], "stop", { ...options, chunkCharacters });
      expect(decode(format.api, bytes)).toEqual({
        text,
        reasoning: "",
        toolName: "",
        toolArguments: "",
        stop: stopWords[format.api][0],
        inputTokens: 7,
        outputTokens: 3,
      });
    },
  );

  it("keeps reasoning apart from text", () => {
    const decoded = decode(format.api, encoded([{ kind: "reasoning", text: "only a thought" }]));
    expect(decoded).toMatchObject({ text: "", reasoning: "only a thought" });
  });

  it("carries a tool call with its arguments", () => {
    const call: Piece = { kind: "tool-call", name: "nothing", arguments: { text: 'a "b"' } };
    const decoded = decode(format.api, encoded([call], "tool-use"));
    expect(decoded).toMatchObject({
      text: "",
      toolName: "nothing",
      stop: stopWords[format.api][2],
    });
    expect(JSON.parse(decoded.toolArguments)).toEqual({ text: 'a "b"' });
  });

  it("tells a reply that was cut short from one that ended", () => {
    const decoded = decode(format.api, encoded([{ kind: "text", text: "cut" }], "length"));
    expect(decoded).toMatchObject({ text: "cut", stop: stopWords[format.api][1] });
  });

  it("has usage and an end even for a reply without text", () => {
    const decoded = decode(format.api, encoded([]));
    expect(decoded).toMatchObject({ text: "", stop: stopWords[format.api][0], inputTokens: 7 });
  });

  it("says nothing about an end before the closing frames", () => {
    const { body, closing } = format.encode(reply([{ kind: "text", text: "half" }]), options);
    expect(decode(format.api, bytesOf(body)).stop).toBeUndefined();
    expect(closing.length).toBeGreaterThan(0);
  });

  it("words an error so that its message can be found", () => {
    const error = format.encodeError(429, "too much of it");
    expect(JSON.stringify(JSON.parse(error.body))).toContain("too much of it");
  });

  function encoded(pieces: Piece[], stop: Reply["stop"] = "stop", with_ = options): Uint8Array {
    const { body, closing } = format.encode(reply(pieces, stop), with_);
    return bytesOf([...body, ...closing]);
  }
});

it("refuses a role that a format does not know, and names those it knows", () => {
  const format = wireFormats.find(({ api }) => api === "openai-completions");
  const body = { model: "m", messages: [{ role: "narrator", content: "x" }] };
  expect(() => format?.parse(body, "/chat/completions")).toThrow(
    'messages[0].role must be one of system, developer, user, assistant, tool, got "narrator"',
  );
});

it("keeps a question that stands beside a tool's result in one message", () => {
  const format = wireFormats.find(({ api }) => api === "anthropic-messages");
  const content = [
    { type: "tool_result", tool_use_id: "t", content: "no" },
    { type: "text", text: "Then this?" },
  ];
  const request = format?.parse({ model: "m", messages: [{ role: "user", content }] }, "");
  expect(request?.messages).toEqual([
    { role: "tool", text: "no" },
    { role: "user", text: "Then this?" },
  ]);
});

function reply(pieces: Piece[], stop: Reply["stop"] = "stop"): Reply {
  return { pieces, stop, usage: { inputTokens: 7, outputTokens: 3 } };
}

function bytesOf(frames: readonly Frame[]): Uint8Array {
  return Buffer.concat(frames.map((frame) => Buffer.from(frame as Uint8Array)));
}
