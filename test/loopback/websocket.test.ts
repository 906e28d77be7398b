import { once } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { post, testPrefix } from "./client.ts";
import { sampleRequests } from "./wire/requests.ts";

const { path, body } = sampleRequests["openai-codex-responses"];

describe("a codex WebSocket", () => {
  it("answers each message on one connection, one event a message", async () => {
    const { prefix, records } = await testPrefix();
    const socket = await open(prefix.baseUrl);
    const first = await ask(socket, { type: "response.create", ...(body as object) });
    const second = await ask(socket, { type: "response.create", ...(body as object) });
    expect(first.at(0)).toMatchObject({ type: "response.created" });
    expect(first.at(-1)).toMatchObject({ type: "response.completed" });
    expect(second.at(-1)?.response?.id).not.toBe(first.at(-1)?.response?.id);
    expect(records).toMatchObject([
      { transport: "websocket", outcome: "replied", ordinal: 1 },
      { transport: "websocket", outcome: "replied", ordinal: 2 },
    ]);
  });

  it("recalls what an earlier request on the connection said", async () => {
    const { prefix, records } = await testPrefix();
    const socket = await open(prefix.baseUrl);
    const told = input("remember this token for later: cedar-1");
    const first = await ask(socket, told);
    const previous = first.at(-1)?.response?.id;
    const asked = input(
      "by joining these parts with nothing between them: the token I asked you to remember",
    );
    await ask(socket, { ...asked, previous_response_id: previous });
    expect(records[1]).toMatchObject({ replyText: "cedar-1", recalled: true });
    expect(records[1]?.roles).toEqual({ system: 1, user: 2, assistant: 1, tool: 0 });
  });

  it("refuses to continue a response that it did not give on this connection", async () => {
    const { prefix } = await testPrefix();
    const socket = await open(prefix.baseUrl);
    const events = await ask(socket, { ...input("x"), previous_response_id: "elsewhere" });
    expect(events).toMatchObject([
      { type: "error", error: { code: "previous_response_not_found" } },
    ]);
  });

  it("closes normally in the middle of a truncated reply", async () => {
    const { prefix, records } = await testPrefix();
    prefix.behave([{ kind: "truncate" }]);
    const socket = await open(prefix.baseUrl);
    const closed = new Promise((resolve) => socket.once("close", resolve));
    const events = await ask(socket, input("x"));
    expect(await closed).toBe(1000);
    expect(events.at(-1)?.type).not.toBe("response.completed");
    expect(records).toMatchObject([{ outcome: "truncated" }]);
  });

  it("breaks off without a close frame when it is reset", async () => {
    const { prefix, records } = await testPrefix();
    prefix.behave([{ kind: "reset", afterFrames: 1 }]);
    const socket = await open(prefix.baseUrl);
    const closed = new Promise((resolve) => socket.once("close", resolve));
    const events = await ask(socket, input("x"));
    expect(await closed).toBe(1006);
    expect(events).toMatchObject([{ type: "response.created" }]);
    expect(records).toMatchObject([{ outcome: "reset" }]);
  });

  it("sends a refusal as an error event", async () => {
    const { prefix } = await testPrefix();
    prefix.behave([{ kind: "status", status: 500, message: "broken" }]);
    const events = await ask(await open(prefix.baseUrl), input("x"));
    expect(events).toMatchObject([{ type: "error", error: { message: "broken" } }]);
  });
});

describe("an upgrade", () => {
  it("is refused with 426 where the prefix takes none, and HTTP then answers", async () => {
    const { prefix, records } = await testPrefix({ webSockets: false });
    await expect(open(prefix.baseUrl)).rejects.toThrow("426");
    const answer = await post(prefix.baseUrl + path, JSON.stringify(body));
    expect(answer.status).toBe(200);
    expect(records).toMatchObject([
      { api: "openai-codex-responses", status: 426, outcome: "refused", ordinal: 0 },
      { status: 200, outcome: "replied", ordinal: 1 },
    ]);
  });

  it("is refused where the wire format has no WebSockets", async () => {
    const { prefix } = await testPrefix();
    await expect(open(prefix.baseUrl, "/openai/responses")).rejects.toThrow("426");
  });

  it("is refused where the path cannot be decoded, and recorded", async () => {
    const { prefix, records } = await testPrefix();
    await expect(open(prefix.baseUrl, "/%zz/responses")).rejects.toThrow("426");
    expect(records).toMatchObject([{ status: 426, provider: null }]);
  });

  it("that meets a mistake of our own is cut, and others are answered", async () => {
    const { server, prefix } = await testPrefix();
    const onRequest = () => {
      throw new Error("the record could not be made");
    };
    const broken = server.openPrefix("broken", { onRequest, webSockets: false });
    const warned = once(process, "warning");
    await expect(open(broken.baseUrl)).rejects.toThrow();
    expect(String(await warned)).toContain("the record could not be made");
    expect((await post(prefix.baseUrl + path, JSON.stringify(body))).status).toBe(200);
  });

  it("is refused below an unknown prefix", async () => {
    const { server } = await testPrefix();
    await expect(open(`${server.origin}/nobody`)).rejects.toThrow("404");
  });
});

interface ResponseEvent {
  readonly type: string;
  readonly response?: { readonly id: string };
}

function input(content: string): object {
  return { model: "gpt-5.5", instructions: "Be brief.", input: [{ role: "user", content }] };
}

async function open(baseUrl: string, at = path): Promise<WebSocket> {
  const socket = new WebSocket(baseUrl.replace("http:", "ws:") + at);
  onTestFinished(() => socket.terminate());
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  socket.on("error", () => {});
  return socket;
}

/** Sends one request; resolves with its events when one of them is the last, or the socket closes. */
function ask(socket: WebSocket, message: object): Promise<ResponseEvent[]> {
  const events: ResponseEvent[] = [];
  return new Promise((resolve) => {
    const finish = () => {
      socket.off("message", onMessage);
      resolve(events);
    };
    const onMessage = (data: unknown) => {
      const event: ResponseEvent = JSON.parse(String(data));
      events.push(event);
      if (/^(error|response\.(completed|incomplete))$/.test(event.type)) finish();
    };
    socket.on("message", onMessage);
    socket.once("close", finish);
    socket.send(JSON.stringify(message));
  });
}
