// A real pi whose message comes over a pipe: all of it or nothing at all.
import { existsSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatLaunchMessage } from "../../../src/formats/message.ts";
import { getInfo } from "../../../src/resume/control/client.ts";
import { nodeWorld } from "../../../src/world/node.ts";
import { asking, type Lab, oneShotExtension, openLab, type PiChild, until } from "./pi-child.ts";

const { sockets } = nodeWorld();
let lab: Lab;

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const message = ` \n--help ${asking("launch", "launched")} \ud83d\u0000\n\n`;
const line = formatLaunchMessage(message);

const said = (pi: PiChild) => pi.entries().map(({ role, text }) => `${role}: ${text}`);

async function settledTurns(pi: PiChild): Promise<number> {
  const answer = await getInfo(sockets, pi.socketPath, 10_000);
  return answer.kind === "info" ? answer.info.settledTurns : 0;
}

describe("a resident", () => {
  test("says what came over the pipe, to the last byte, and stays", async () => {
    const pi = lab.start({ piped: true });
    pi.pipe.end(line);
    await until("its turn", async () => (await settledTurns(pi)) === 1);
    expect(said(pi)).toEqual([`user: ${message}`, "assistant: launched"]);
    expect(pi.events().at(-1)?.type).toBe("agent_settled");
    expect(pi.hasExited()).toBe(false);
  });

  test("has no socket before it has the whole message", async () => {
    const pi = lab.start({ piped: true });
    pi.pipe.write(line.slice(0, -1));
    await delay(1_500);
    expect({ socket: existsSync(pi.socketPath), exited: pi.hasExited() }).toEqual({
      socket: false,
      exited: false,
    });
    pi.pipe.end("\n");
    await until("its socket", () => existsSync(pi.socketPath));
  });
});

describe.each([
  ["a resident", {}],
  ["a one-shot", { extension: oneShotExtension }],
])("%s", (_, options) => {
  test.each([
    ["is cut short", line.slice(0, 20), /broke off after 20 characters/],
    ["never comes", "", /broke off after 0 characters/],
    ["is empty", formatLaunchMessage(" "), /message is empty/],
    ["is none", "hello\n", /hello/],
  ])("runs nothing when its message %s", async (_, received, words) => {
    const pi = lab.start({ piped: true, ...options });
    pi.pipe.end(received);
    expect(await pi.exited).toEqual({ code: 1, signal: null });
    expect(pi.errors()).toMatch(words);
    expect({ socket: existsSync(pi.socketPath), said: said(pi) }).toEqual({
      socket: false,
      said: [],
    });
  });
});

test("a one-shot says what came over the pipe, to the last byte, and ends with its turn", async () => {
  const pi = lab.start({ piped: true, extension: oneShotExtension });
  pi.pipe.end(line);
  expect(await pi.exited).toEqual({ code: 0, signal: null });
  expect(said(pi)).toEqual([`user: ${message}`, "assistant: launched"]);
  expect(pi.events().at(-1)?.type).toBe("agent_settled");
});
