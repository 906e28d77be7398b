import { once } from "node:events";
import { connect } from "node:net";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it, test } from "vitest";
import { type WireApi, wireApis } from "../../src/loopback/reply.ts";
import { startLoopback } from "../../src/loopback/server.ts";
import { digestOf } from "../../src/loopback/values.ts";
import { chatBody, post, post2, stoppedClock, testPrefix, testServer, until } from "./client.ts";
import { decode } from "./wire/decode.ts";
import { sampleRequests } from "./wire/requests.ts";

const chat = "/groq/chat/completions";
const textOf = (body: Buffer, api: WireApi = "openai-completions") => decode(api, body).text;

describe("a plain request", () => {
  it("is answered and recorded with what it asked and what was said", async () => {
    const { prefix, records } = await testPrefix();
    const answer = await post(prefix.baseUrl + chat, chatBody("hello"));
    expect(textOf(answer.body)).toBe("hello");
    expect(records).toEqual([
      {
        api: "openai-completions",
        provider: "groq",
        method: "POST",
        path: chat,
        model: "some-model",
        messageCount: 1,
        transport: "http1",
        behaviour: "plain",
        roles: { system: 0, user: 1, assistant: 0, tool: 0 },
        lastUserText: expect.stringContaining('"hello"'),
        status: 200,
        outcome: "replied",
        refusal: null,
        replyText: "hello",
        recalled: false,
        carried: false,
        ordinal: 1,
        values: expect.objectContaining({ model: digestOf("some-model") }),
        breaches: [],
        told: { instructions: expect.stringMatching(/^[0-9a-f]{64}$/), tools: {} },
        refusedBy: null,
        usage: { input: expect.any(Number), cachedInput: 0, output: 2 },
        atMs: expect.any(Number),
        durationMs: expect.any(Number),
      },
    ]);
  });

  it.each([...wireApis])("of %s is answered over HTTP/1.1 and HTTP/2 on one port", async (api) => {
    const { server, prefix, records } = await testPrefix();
    const { path, body } = sampleRequests[api];
    const one = await post(prefix.baseUrl + path, JSON.stringify(body));
    const two = await post2(server.origin, `/cell${path}`, JSON.stringify(body));
    expect(textOf(one.body, api)).toMatch(/^Understood/);
    // Each reply has an id of its own; everything else is the same on both.
    expect(textOf(two.body, api)).toBe(textOf(one.body, api));
    expect(records.map(({ transport, api: seen }) => [transport, seen])).toEqual([
      ["http1", api],
      ["http2", api],
    ]);
  });

  it.each([
    ["zstd", zstdCompressSync],
    ["gzip", gzipSync],
  ])("may have a body compressed with %s", async (encoding, compress) => {
    const { prefix } = await testPrefix();
    const headers = { "content-encoding": encoding };
    const answer = await post(prefix.baseUrl + chat, compress(chatBody("small")), { headers });
    expect(textOf(answer.body)).toBe("small");
  });

  it("waits for the prefix's latency before the first token", async () => {
    const { clock, pass, isAwaited } = stoppedClock();
    const { prefix, records } = await testPrefix({ latencyMs: 60 }, { clock });
    prefix.behave([{ kind: "plain" }, { kind: "slow-first-token", delayMs: 1000 }]);
    for (const answered of [0, 1]) {
      const answer = post(prefix.baseUrl + chat, chatBody("late"));
      await until(isAwaited);
      expect(records).toHaveLength(answered);
      pass();
      await answer;
    }
    expect(records.map(({ atMs, durationMs }) => [atMs, durationMs])).toEqual([
      [0, 60],
      [60, 1060],
    ]);
  });

  it("is read even when its first bytes arrive one by one", async () => {
    const { server, records } = await testPrefix();
    const socket = connect(server.port, "127.0.0.1").setNoDelay(true);
    const text = `POST /cell${chat} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: ${chatBody("P").length}\r\n\r\n`;
    for (const byte of text.slice(0, 4)) {
      socket.write(byte);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    socket.end(text.slice(4) + chatBody("P"));
    await until(() => records.length > 0);
    expect(records[0]?.replyText).toBe("P");
  });
});

describe("a request that cannot be answered", () => {
  it("is told that its prefix is unknown", async () => {
    const server = await testServer();
    const answer = await post(`${server.origin}/nobody${chat}`, chatBody("x"));
    expect(answer.status).toBe(404);
    expect(JSON.parse(String(answer.body)).error.message).toContain('No prefix "nobody"');
  });

  it("is told which route is unknown, and recorded as no model request", async () => {
    const { prefix, records } = await testPrefix();
    const answer = await post(`${prefix.baseUrl}/groq/embeddings`, "{}");
    expect(answer.status).toBe(404);
    expect(JSON.parse(String(answer.body)).error.message).toContain("POST /groq/embeddings");
    expect(records).toMatchObject([{ api: null, model: null, status: 404, outcome: "refused" }]);
    expect(records[0]?.ordinal).toBe(0);
  });

  it.each([
    ["{", "not JSON"],
    ["[]", "body must be an object, got an array"],
    ['{"model":"m","messages":[{"role":"user","content":7}]}', "messages[0].content must be an"],
  ])("is told what is wrong with the body %s", async (body, message) => {
    const { prefix, records } = await testPrefix();
    const answer = await post(prefix.baseUrl + chat, body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(String(answer.body)).error.message).toContain(message);
    expect(records).toMatchObject([{ api: "openai-completions", status: 400, ordinal: 0 }]);
  });

  it("is told when its body cannot be decompressed", async () => {
    const { prefix } = await testPrefix();
    const headers = { "content-encoding": "gzip" };
    const answer = await post(prefix.baseUrl + chat, "not gzip", { headers });
    expect(answer.status).toBe(400);
    expect(String(answer.body)).toContain("cannot be read");
  });
});

describe("a path that cannot be decoded", () => {
  const bedrock = sampleRequests["bedrock-converse-stream"];
  const google = sampleRequests["google-generative-ai"];
  it.each([
    ["/%zz/x", null, "{}"],
    ["/%zz/chat/completions", "openai-completions", chatBody("x")],
    ["/x/model/%zz/converse-stream", "bedrock-converse-stream", JSON.stringify(bedrock.body)],
    ["/x/models/%zz:streamGenerateContent", "google-generative-ai", JSON.stringify(google.body)],
  ])("is refused with 400: %s", async (path, api, body) => {
    const { server, prefix, records } = await testPrefix();
    const one = await post(prefix.baseUrl + path, body);
    const two = await post2(server.origin, `/cell${path}`, body);
    expect([one.status, two.status]).toEqual([400, 400]);
    expect(String(one.body)).toContain("cannot be decoded");
    expect(records).toMatchObject([
      { api, status: 400, outcome: "refused", ordinal: 0 },
      { api, status: 400, outcome: "refused", ordinal: 0 },
    ]);
  });
});

test("a mistake of our own in one request is told, and others are answered", async () => {
  const { server, prefix } = await testPrefix();
  const broken = server.openPrefix("broken", {
    onRequest() {
      throw new Error("the record could not be made");
    },
  });
  const warned = once(process, "warning");
  await post(broken.baseUrl + chat, chatBody("x")).catch(() => undefined);
  expect(String(await warned)).toContain("the record could not be made");
  expect((await post(prefix.baseUrl + chat, chatBody("fine"))).status).toBe(200);
});

describe("prefixes", () => {
  it("share neither behaviours nor records", async () => {
    const { server, prefix, records } = await testPrefix();
    const others: unknown[] = [];
    const other = server.openPrefix("other", { onRequest: (record) => others.push(record) });
    other.behave([], { kind: "status", status: 500, message: "broken" });
    expect((await post(prefix.baseUrl + chat, chatBody("fine"))).status).toBe(200);
    expect((await post(other.baseUrl + chat, chatBody("fine"))).status).toBe(500);
    expect([records.length, others.length]).toEqual([1, 1]);
  });

  it("refuse a name in use and a name that is no path segment", async () => {
    const { server } = await testPrefix();
    const open = (name: string) => () => server.openPrefix(name, { onRequest() {} });
    expect(open("cell")).toThrow("already open");
    expect(open("a/b")).toThrow("cannot be a loopback prefix");
  });

  it("are unknown once closed, and cut what is still open without a record", async () => {
    const { prefix, records } = await testPrefix();
    prefix.behave([{ kind: "hang" }]);
    const cut = post(prefix.baseUrl + chat, chatBody("never"));
    const failed = expect(cut).rejects.toThrow();
    await expect.poll(() => records).toHaveLength(1);
    prefix.close();
    await failed;
    expect((await post(prefix.baseUrl + chat, chatBody("x"))).status).toBe(404);
    expect(records).toMatchObject([{ outcome: "hung" }]);
  });
});

describe("close", () => {
  it("waits neither for a reply that hangs nor for a silent client, and frees the port", async () => {
    const { server, prefix, records } = await testPrefix();
    prefix.behave([{ kind: "hang" }]);
    const hung = post(prefix.baseUrl + chat, chatBody("never"));
    const failed = expect(hung).rejects.toThrow();
    const silent = connect(server.port, "127.0.0.1").on("error", () => {});
    await until(() => records.length > 0 && silent.readyState === "open");
    await server.close();
    await failed;
    const next = await startLoopback({ port: server.port });
    await next.close();
  });

  it("rejects a port that is taken", async () => {
    const server = await testServer();
    await expect(startLoopback({ port: server.port })).rejects.toThrow("EADDRINUSE");
  });
});
