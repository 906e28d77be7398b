import { describe, expect, it } from "vitest";
import type { Behaviour } from "../../src/loopback/behaviour.ts";
import { type WireApi, wireApis } from "../../src/loopback/reply.ts";
import { chatBody, post, post2, stoppedClock, testPrefix, until } from "./client.ts";
import { decode } from "./wire/decode.ts";
import { sampleRequests } from "./wire/requests.ts";

const chat = "/groq/chat/completions";
const chatApi: WireApi = "openai-completions";

describe("behave", () => {
  it("gives the nth model request the nth behaviour and later ones the last word", async () => {
    const { prefix, records } = await testPrefix();
    prefix.behave([{ kind: "plain" }, refusal(503)], refusal(401));
    for (let index = 0; index < 4; index += 1) await post(prefix.baseUrl + chat, chatBody("x"));
    expect(records.map(({ status }) => status)).toEqual([200, 503, 401, 401]);
    expect(records.map(({ ordinal }) => ordinal)).toEqual([1, 2, 3, 4]);
  });

  it("is plain again once the queue is used up", async () => {
    const { prefix, records } = await testPrefix();
    prefix.behave([refusal(500)]);
    for (let index = 0; index < 2; index += 1) await post(prefix.baseUrl + chat, chatBody("x"));
    expect(records.map(({ outcome }) => outcome)).toEqual(["refused", "replied"]);
  });

  it("is not used up by a request that asks no model", async () => {
    const { prefix, records } = await testPrefix();
    prefix.behave([refusal(500)]);
    await post(`${prefix.baseUrl}/groq/unknown`, "{}");
    await post(prefix.baseUrl + chat, "{");
    await post(prefix.baseUrl + chat, chatBody("x"));
    expect(records.map(({ status }) => status)).toEqual([404, 400, 500]);
  });

  it("answers a tool's result harmlessly and keeps the queue for the next turn", async () => {
    const { prefix, records } = await testPrefix();
    prefix.behave([{ kind: "tool-arguments-only" }, refusal(500)]);
    const messages = [...JSON.parse(chatBody("hidden")).messages, { role: "tool", content: "no" }];
    const first = await post(prefix.baseUrl + chat, chatBody("hidden"));
    const second = await post(prefix.baseUrl + chat, JSON.stringify({ model: "m", messages }));
    const third = await post(prefix.baseUrl + chat, chatBody("x"));
    expect(decode(chatApi, first.body)).toMatchObject({
      text: "",
      toolArguments: '{"text":"hidden"}',
      stop: "tool_calls",
    });
    expect(decode(chatApi, second.body)).toMatchObject({ text: "done", stop: "stop" });
    expect(third.status).toBe(500);
    expect(records.map(({ replyText }) => replyText)).toEqual(["", "done", ""]);
  });
});

describe("a refusal", () => {
  it("carries status, pause and a message that quotes the reply", async () => {
    const { prefix, records } = await testPrefix();
    const message = "slow down, {reply}";
    prefix.behave([{ kind: "status", status: 429, message, retryAfterSeconds: 3 }]);
    const answer = await post(prefix.baseUrl + chat, chatBody("friend"));
    expect(answer.status).toBe(429);
    expect(answer.headers["retry-after"]).toBe("3");
    expect(JSON.parse(String(answer.body)).error.message).toBe("slow down, friend");
    expect(records[0]).toMatchObject({ outcome: "refused", refusal: "slow down, friend" });
  });
});

describe.each([...wireApis])("%s", (api) => {
  const { path, body } = sampleRequests[api];
  const ask = (base: string) => post(base + path, JSON.stringify(body));

  it("breaks off before any byte", async () => {
    const { prefix, records } = await testPrefix();
    prefix.behave([{ kind: "reset" }]);
    await expect(ask(prefix.baseUrl)).rejects.toThrow(/ECONNRESET|socket hang up/);
    expect(records).toMatchObject([{ outcome: "reset", status: 0, replyText: "" }]);
  });

  it("breaks off after some frames", async () => {
    const { prefix, records } = await testPrefix();
    prefix.behave([{ kind: "reset", afterFrames: 2 }]);
    await expect(ask(prefix.baseUrl)).rejects.toThrow(/ECONNRESET|aborted/);
    expect(records).toMatchObject([{ outcome: "reset", status: 200 }]);
  });

  it("ends early but cleanly, with half of the text and no end of the reply", async () => {
    const { prefix, records } = await testPrefix();
    prefix.behave([{ kind: "truncate" }, { kind: "truncate", after: "text" }]);
    const half = decode(api, (await ask(prefix.baseUrl)).body);
    const whole = decode(api, (await ask(prefix.baseUrl)).body);
    expect(half.stop).toBeUndefined();
    expect(whole.stop).toBeUndefined();
    expect(half.text.length).toBeGreaterThan(0);
    expect(half.text.length).toBeLessThan(whole.text.length);
    expect(records).toMatchObject([{ outcome: "truncated" }, { outcome: "truncated" }]);
  });
});

it("resets an HTTP/2 connection as a whole", async () => {
  const { server, prefix, records } = await testPrefix();
  prefix.behave([{ kind: "reset" }]);
  await expect(post2(server.origin, `/cell${chat}`, chatBody("x"))).rejects.toThrow();
  expect(records).toMatchObject([{ outcome: "reset", transport: "http2" }]);
});

it("records a hang when it starts, once", async () => {
  const { prefix, records } = await testPrefix();
  prefix.behave([{ kind: "hang" }]);
  const given = new AbortController();
  const hung = post(prefix.baseUrl + chat, chatBody("x"), { signal: given.signal });
  const failed = expect(hung).rejects.toThrow();
  await until(() => records.length > 0);
  given.abort();
  await failed;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(records).toMatchObject([{ outcome: "hung", replyText: "" }]);
});

it("records a client that gave up waiting", async () => {
  const { clock, isAwaited } = stoppedClock();
  const { prefix, records } = await testPrefix({}, { clock });
  prefix.behave([{ kind: "slow-first-token", delayMs: 60_000 }]);
  const given = new AbortController();
  const answer = post(prefix.baseUrl + chat, chatBody("x"), { signal: given.signal });
  const failed = expect(answer).rejects.toThrow();
  await until(isAwaited);
  given.abort();
  await failed;
  await until(() => records.length > 0);
  expect(records).toMatchObject([{ outcome: "aborted-by-client", replyText: "" }]);
});

it("does not call a token recalled that it did not say", async () => {
  const { prefix, records } = await testPrefix();
  prefix.behave([{ kind: "plain" }, { kind: "split" }, { kind: "reasoning-only" }]);
  const phrase =
    "by joining these parts with nothing between them: the token I asked you to remember";
  const messages = [
    { role: "user", content: "remember this token for later: cedar" },
    { role: "user", content: phrase },
  ];
  for (let index = 0; index < 3; index += 1) {
    await post(prefix.baseUrl + chat, JSON.stringify({ model: "m", messages }));
  }
  expect(records.map(({ recalled }) => recalled)).toEqual([true, false, false]);
});

function refusal(status: number): Behaviour {
  return { kind: "status", status, message: "broken on purpose" };
}
