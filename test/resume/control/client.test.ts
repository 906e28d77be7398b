import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { ask, getInfo, sendMessage } from "../../../src/resume/control/client.ts";
import { parseRequest } from "../../../src/resume/control/protocol.ts";
import { nodeWorld } from "../../../src/world/node.ts";

const { sockets } = nodeWorld();
const directory = mkdtempSync(join(tmpdir(), "rm-client-"));
const path = join(directory, "c.sock");
const limitMs = 10_000;
/** For a peer that says nothing: this is how long the test takes. */
const silenceMs = 300;
const info = {
  sessionId: "20260102T030405-abcdef",
  pid: 7,
  cwd: "/w",
  model: { provider: "p", id: "m" },
  idle: true,
  settledTurns: 1,
  resident: true,
};

let server: Server | undefined;
let open: Set<Socket>;

/** Serves one test; `react` is called with each connection and the first line it sent. */
async function peer(react: (socket: Socket, line: string) => void): Promise<void> {
  open = new Set();
  const current = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => open.delete(socket));
    socket.once("data", (chunk) => react(socket, String(chunk)));
  });
  server = current;
  await new Promise<void>((resolve, reject) => {
    current.once("error", reject).listen(path, resolve);
  });
}

function answering(data: unknown) {
  return (socket: Socket, line: string) => {
    const { command } = JSON.parse(line);
    socket.write(`${JSON.stringify({ type: "response", command, success: true, data })}\n`);
  };
}

afterEach(async () => {
  for (const socket of open ?? []) socket.destroy();
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  server = undefined;
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("asking over the control socket", () => {
  test("reads the answer and closes its connection", async () => {
    await peer(answering(info));
    expect(await getInfo(sockets, path, limitMs)).toEqual({ kind: "info", info });
    await expect.poll(() => open.size).toBe(0);
  });

  test("sends every field of a message under its name on the wire", async () => {
    let seen = "";
    await peer((socket, line) => {
      seen = line;
      answering({ delivery: "queued" })(socket, line);
    });
    const sender = { sessionId: "s", agentId: "a", cwd: "/w", timestamp: "t", replyable: true };
    const message = { text: "hi\nthere", mode: "follow_up", wantsReply: true, sender } as const;
    expect((await sendMessage(sockets, path, message, limitMs)).kind).toBe("answered");
    expect(parseRequest(seen)).toEqual({
      kind: "request",
      request: {
        command: "send",
        message: "hi\nthere",
        mode: "follow_up",
        wants_reply: true,
        sender,
      },
    });
  });

  test("reports a refusal as an answer, not as an info", async () => {
    await peer((socket) => {
      socket.write('{"type":"response","command":"get_info","success":false,"error":"busy"}\n');
    });
    expect(await getInfo(sockets, path, limitMs)).toMatchObject({
      kind: "answered",
      response: { success: false, error: "busy" },
    });
  });

  test("calls silence no answer when its limit is over, not before, and leaves", async () => {
    const heard = Promise.withResolvers<void>();
    await peer(() => heard.resolve());
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const isOver = vi.fn();
    const answer = ask(sockets, path, { command: "abort" }, limitMs).finally(isOver);
    await heard.promise;
    await vi.advanceTimersByTimeAsync(limitMs - 1);
    expect(isOver).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toEqual({ kind: "no-answer" });
    await expect.poll(() => open.size).toBe(0);
  });

  test("calls a connection that is cut after the connect no answer", async () => {
    await peer((socket) => socket.destroy());
    expect(await ask(sockets, path, { command: "abort" }, limitMs)).toEqual({ kind: "no-answer" });
  });

  test("calls half a line no answer", async () => {
    await peer((socket) => socket.end('{"type":"resp'));
    expect(await ask(sockets, path, { command: "abort" }, limitMs)).toEqual({ kind: "no-answer" });
  });

  test("is not held up by a peer that reads nothing of a large message", async () => {
    await peer(() => undefined);
    server?.removeAllListeners("connection");
    server?.on("connection", (socket) => open.add(socket.pause()));
    const sender = { sessionId: "s", agentId: "a", cwd: "/w", timestamp: "t" };
    const text = "x".repeat(900_000);
    const message = { text, mode: "steer", wantsReply: false, sender } as const;
    expect(await sendMessage(sockets, path, message, silenceMs)).toEqual({ kind: "no-answer" });
  });

  test.each(["hello\n", '{"type":"event"}\n', "\n"])("hands back garbage %j", async (garbage) => {
    await peer((socket) => socket.write(garbage));
    expect(await ask(sockets, path, { command: "abort" }, limitMs)).toEqual({
      kind: "malformed",
      line: garbage.trimEnd(),
    });
  });

  test("does not take an answer without the facts for an info", async () => {
    await peer(answering({ sessionId: "s" }));
    expect((await getInfo(sockets, path, limitMs)).kind).toBe("malformed");
  });

  test("names the code where nobody is", async () => {
    expect(await getInfo(sockets, join(directory, "none.sock"), limitMs)).toEqual({
      kind: "unreachable",
      code: "ENOENT",
    });
  });

  test("names the code where a file is not a socket", async () => {
    await peer(() => undefined);
    writeFileSync(join(directory, "file.sock"), "");
    const answer = await getInfo(sockets, join(directory, "file.sock"), limitMs);
    expect(answer).toEqual({ kind: "unreachable", code: "ECONNREFUSED" });
  });
});
