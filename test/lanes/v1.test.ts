import { appendFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseLine } from "../../src/agents/pi/transcript.ts";
import { longestMessage } from "../../src/formats/message.ts";
import type { Seams } from "../../src/lanes/lane.ts";
import { v1 } from "../../src/lanes/v1.ts";
import { createScene, gardenId } from "../resume/scene.ts";

const message = (id: string, parentId: string, content: object) =>
  `${JSON.stringify({ type: "message", id, parentId, message: content })}\n`;

/** A worker that writes these lines and exits. */
async function resume(turn: string, said = "hello") {
  const { world, directories, writeRecord, writeSession } = createScene();
  writeRecord();
  const path = writeSession();
  const seams = {
    world,
    cell: {
      paths: {
        recordDirectory: directories.records,
        sessionDirectory: directories.sessions,
        socketDirectory: directories.sockets,
      },
      timeouts: { assistantTurnMs: 5_000, killGraceMs: 500 },
    },
    agent: { parseLine },
    trust: async () => ({ kind: "trusted", approve: false }),
    async start() {
      appendFileSync(path, turn);
      const identity = { pid: 4711, startTime: "1" };
      return {
        started: Promise.resolve({ kind: "started", identity }),
        exited: Promise.resolve({ exitCode: 0, signal: null }),
      };
    },
  } as unknown as Seams;
  const request = { dispatch: 1, gardenId, intent: "owned-outcome", message: said } as const;
  return v1.resume(request, seams);
}

const asked = message("u", "m0", { role: "user", content: "hello" });
const answered = (parentId: string) =>
  message("a", parentId, {
    role: "assistant",
    provider: "openai",
    model: "gpt-5.4",
    stopReason: "stop",
    content: [{ type: "text", text: "good" }],
  });

test("reads a reply that stands behind any amount of tool output", async () => {
  const output = message("t", "u", { role: "toolResult", content: "x".repeat(600_000) });
  expect(await resume(asked + output + answered("t"))).toMatchObject({
    kind: "resumed",
    turn: { kind: "replied", text: "good" },
  });
});

test("takes no word of the old turns for the reply", async () => {
  expect(await resume("")).toMatchObject({
    turn: { kind: "failed", message: "no reply was written" },
  });
});

test.each([
  ["empty", " \n", /message is empty/],
  ["larger than any session takes", "x".repeat(longestMessage), /at most/],
])("starts no worker for a message that is %s", async (_, said, words) => {
  await expect(resume("", said)).rejects.toThrow(words);
});
