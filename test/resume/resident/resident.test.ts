import { existsSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { longestLine, otherSessionExit } from "../../../src/formats/control-protocol.ts";
import {
  ask,
  getInfo,
  readAssistantMessage,
  sendMessage,
} from "../../../src/resume/control/client.ts";
import { nodeWorld } from "../../../src/world/node.ts";
import {
  asking,
  closingExtension,
  growingExtension,
  type Lab,
  openLab,
  type PiChild,
  until,
} from "./pi-child.ts";

const { sockets } = nodeWorld();
const sender = { sessionId: "test", agentId: "test", cwd: "/", timestamp: "1970-01-01T00:00:00Z" };
let lab: Lab;

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

async function infoOf(pi: PiChild) {
  const answer = await getInfo(sockets, pi.socketPath, 10_000);
  return answer.kind === "info" ? answer.info : null;
}

/** The one check that both the resident and its broken twin are put to. */
async function staysAfterItsTurn(pi: PiChild): Promise<boolean> {
  await until("the launch turn's reply", () => pi.entries().some(isReply));
  await delay(300);
  const info = await infoOf(pi);
  return !pi.hasExited() && info?.pid === pi.pid && info.sessionId === pi.gardenId;
}

function isReply(entry: { role: string; stopReason: string | undefined }): boolean {
  return entry.role === "assistant" && entry.stopReason === "stop";
}

function send(pi: PiChild, text: string, wantsReply: boolean, timeoutMs = 10_000) {
  const message = { text, mode: "follow_up", wantsReply, sender } as const;
  return sendMessage(sockets, pi.socketPath, message, timeoutMs);
}

async function replyTo(pi: PiChild, text: string): Promise<string | undefined> {
  const answer = await send(pi, text, true);
  if (answer.kind !== "answered") return undefined;
  return readAssistantMessage(answer.response.data)?.text;
}

function settled(pi: PiChild, turns: number) {
  return until(`${turns} settled`, async () => {
    const info = await infoOf(pi);
    return info !== null && info.settledTurns >= turns && info.idle;
  });
}

function texts(pi: PiChild): string[] {
  return pi.entries().map(({ role, text }) => (role === "user" ? text.split(".")[0] : text) ?? "");
}

test("answers after its turn, runs and persists what it is sent, and goes with its socket", async () => {
  const pi = lab.start();
  expect(await staysAfterItsTurn(pi)).toBe(true);
  expect(await infoOf(pi)).toMatchObject({ settledTurns: 1, idle: true, resident: true });
  expect(pi.events().at(-1)?.type).toBe("agent_settled");

  expect(await replyTo(pi, asking("two", "second"))).toBe("second");
  expect(await replyTo(pi, asking("three", "third"))).toBe("third");
  await until("the last entry", () => texts(pi).at(-1) === "third");
  expect(texts(pi)).toEqual([
    "Check launch",
    "launched",
    "Check two",
    "second",
    "Check three",
    "third",
  ]);
  const last = await ask(sockets, pi.socketPath, { command: "get_message" }, 10_000);
  expect(last.kind === "answered" && last.response.data).toMatchObject({ text: "third" });

  pi.process.kill("SIGTERM");
  expect(await pi.exited).toEqual({ code: 143, signal: null });
  expect(existsSync(pi.socketPath)).toBe(false);
  expect(pi.errors()).not.toMatch(/resume-matrix|Extension error/);
});

test("an extension that closes its server in session_shutdown is gone by the same check", async () => {
  const pi = lab.start({ extension: closingExtension, held: true });
  await until("an answer on its socket", async () => (await infoOf(pi)) !== null);
  expect(await infoOf(pi)).toMatchObject({ pid: pi.pid });
  pi.answer();
  expect(await pi.exited).toEqual({ code: 0, signal: null });
  expect(await staysAfterItsTurn(pi)).toBe(false);
});

test("a marker that names another session authorises nothing", async () => {
  const pi = lab.start({ marker: "20200101T000000-000000", held: true });
  await until("an answer on its socket", async () => (await infoOf(pi)) !== null);
  expect(await infoOf(pi)).toMatchObject({ resident: false, idle: false });
  // It is served for its turn, and what is sent meanwhile becomes part of that turn.
  expect(await send(pi, asking("two", "second"), false)).toMatchObject({ kind: "answered" });
  pi.answer();
  expect(await pi.exited).toEqual({ code: 0, signal: null });
  expect(existsSync(pi.socketPath)).toBe(false);
  expect(pi.errors()).toContain("names another session, 20200101T000000-000000");
  expect(texts(pi)).toEqual(["Check launch", "launched", "Check two", "second"]);
});

test("with another session open than it was started for, it runs no turn and says so by its exit", async () => {
  const pi = lab.start({ sessionFile: "/sessions/resolved.jsonl" });
  expect(await pi.exited).toEqual({ code: otherSessionExit, signal: null });
  expect(pi.errors()).toMatch(/the agent has opened .*, but was started for .* in \/sessions\/res/);
  expect(pi.entries()).toEqual([]);
  expect(existsSync(pi.socketPath)).toBe(false);
});

test("without its socket it runs no turn, and leaves alone what is in its place", async () => {
  const live = lab.start({ marker: null, held: true });
  await until("its socket", () => existsSync(live.socketPath));
  const rival = lab.start({ rivalOf: live });
  expect(await rival.exited).toEqual({ code: 1, signal: null });
  expect(rival.errors()).toContain("answered by another process");
  expect(rival.entries()).toEqual([]);
  expect(await infoOf(live)).toMatchObject({ pid: live.pid });
  // Still in its launch turn: the agent's own handlers and ours both see the signal.
  live.process.kill("SIGINT");
  expect(await live.exited).toEqual({ code: 130, signal: null });
  expect(existsSync(live.socketPath)).toBe(false);
});

test("on a session that another process has written to meanwhile, it runs no turn", async () => {
  const first = lab.start({ marker: null });
  expect(await first.exited).toEqual({ code: 0, signal: null });
  const late = lab.start({ resumes: first, extension: growingExtension });
  expect(await late.exited).toEqual({ code: 1, signal: null });
  expect(late.errors()).toMatch(/has grown since it was read: .*entry 0therid1; resume .* again/);
  expect(texts(late)).toEqual(["Check launch", "launched"]);
  expect(existsSync(late.socketPath)).toBe(false);
});

test("a session that was left as it is now is taken up, and what pi itself adds is no stranger's", async () => {
  const first = lab.start({ marker: null });
  expect(await first.exited).toEqual({ code: 0, signal: null });
  const second = lab.start({ resumes: first });
  await until("both turns", () => second.entries().length === 4);
  expect(await staysAfterItsTurn(second)).toBe(true);
  expect(texts(second)).toEqual(["Check launch", "launched", "Check launch", "launched"]);
  second.process.kill("SIGTERM");
  expect(await second.exited).toEqual({ code: 143, signal: null });
});

describe("while turns run", () => {
  let pi: PiChild;
  beforeAll(() => {
    pi = lab.start({ held: true });
  });

  test("drops none of several messages sent at once, from the launch turn on", async () => {
    await until("an answer on its socket", async () => (await infoOf(pi)) !== null);
    const numbers = [1, 2, 3, 4];
    const replies = numbers.map((n) => replyTo(pi, asking(`number ${n}`, `reply-${n}`)));
    const unheard = await send(pi, asking("unheard", "said-anyway"), false);
    expect(unheard).toMatchObject({ kind: "answered", response: { success: true } });
    pi.answer();
    expect(await Promise.all(replies)).toEqual(numbers.map((n) => `reply-${n}`));
    await until("the unheard reply", () => texts(pi).at(-1) === "said-anyway");
    expect(pi.entries().filter(({ role }) => role === "user")).toHaveLength(6);
    expect(pi.entries().filter(isReply)).toHaveLength(6);
  });

  test("a client that stops waiting for its reply does not disturb the turn", async () => {
    const { settledTurns = 0 } = (await infoOf(pi)) ?? {};
    pi.hold();
    expect(await send(pi, asking("left", "left-alone"), true, 500)).toEqual({ kind: "no-answer" });
    pi.answer();
    await settled(pi, settledTurns + 1);
    await until("the reply on disk", () => texts(pi).at(-1) === "left-alone");
  });

  test("aborts the running turn and takes the next", async () => {
    pi.hold();
    const aborted = send(pi, asking("aborted", "never"), true);
    await until("the turn", async () => (await infoOf(pi))?.idle === false);
    await until("its user entry", () => texts(pi).at(-1) === "Check aborted");
    const answer = await ask(sockets, pi.socketPath, { command: "abort" }, 10_000);
    expect(answer).toMatchObject({ response: { data: { aborted: true } } });
    expect(await aborted).toMatchObject({ response: { data: { stopReason: "aborted" } } });
    pi.answer();
    expect(await replyTo(pi, asking("after", "after-all"))).toBe("after-all");
  });

  test("survives whatever clients send, and however they leave", async () => {
    const rude = (act: (socket: ReturnType<typeof connect>) => void) =>
      new Promise<string>((resolve) => {
        let received = "";
        const socket = connect({ path: pi.socketPath, allowHalfOpen: true }, () => act(socket));
        socket.on("data", (chunk) => {
          received += chunk;
        });
        socket.on("error", () => undefined);
        socket.on("end", () => socket.end());
        socket.on("close", () => resolve(received));
      });
    expect(await rude((socket) => socket.write("x".repeat(longestLine + 1)))).toMatch(/line break/);
    expect(await rude((socket) => socket.end("nonsense\n"))).toContain("not JSON");
    // Half closed: it sends no more, but it still reads.
    expect(await rude((socket) => socket.end('{"command":"get_info"}\n'))).toContain(pi.gardenId);
    await Promise.all([
      ...Array.from({ length: 40 }, () => rude((socket) => socket.destroy())),
      ...Array.from({ length: 40 }, () =>
        rude((socket) => void socket.write("{}\n", () => socket.destroy())),
      ),
      rude((socket) => {
        socket.write('{"command":"get_info"}\n'.repeat(5000), () => socket.destroy());
      }),
      rude(
        (socket) => void socket.write(Buffer.from([0xff, 0xfe, 0x00, 0x0a]), () => socket.end()),
      ),
    ]);
    expect(await infoOf(pi)).toMatchObject({ pid: pi.pid, idle: true });
  });

  test("told to end in mid-turn, it says so to who waits and leaves no socket", async () => {
    pi.hold();
    const waiting = send(pi, asking("cut", "never"), true);
    await until("its user entry", () => texts(pi).at(-1) === "Check cut");
    pi.process.kill("SIGTERM");
    expect(await waiting).toMatchObject({
      response: { success: false, error: "the session was ended by SIGTERM" },
    });
    expect(await pi.exited).toEqual({ code: 143, signal: null });
    expect(existsSync(pi.socketPath)).toBe(false);
  });
});
