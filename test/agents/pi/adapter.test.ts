import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { ResumeLaunch } from "../../../src/agents/agent.ts";
import { createPiAgent } from "../../../src/agents/pi/adapter.ts";
import { parseLaunchMessage } from "../../../src/formats/message.ts";

const ofVersion = (version: string) =>
  createPiAgent({
    command: "pi",
    commandArguments: [],
    version,
    agentDirectory: null,
    residentExtension: "/resident.ts",
    oneShotExtension: "/one-shot.ts",
  });
const agent = ofVersion("1");

const launch = (kind: ResumeLaunch["kind"], prompt: string): ResumeLaunch => ({
  kind,
  gardenId: "20300102T030405-a1b2c3",
  provider: "openai",
  model: "gpt-5.4",
  approve: false,
  prompt,
});

test.prop([fc.constantFrom("resident", "one-shot"), fc.string()])(
  "no message changes a word of the command line",
  (kind, text) => {
    const words = agent.resumeArguments(launch(kind, `${text}.`));
    expect(words).toEqual(agent.resumeArguments(launch(kind, "hello")));
    expect(parseLaunchMessage(agent.resumeInput(launch(kind, `${text}.`)))).toBe(`${text}.`);
  },
);

test.each(["resident", "one-shot"] as const)(
  "a flag that takes no value never stands before the word that runs a %s's message",
  (kind) => {
    const words = agent.resumeArguments({ ...launch(kind, "hello"), approve: true });
    expect(words.slice(-3)).toEqual(["--model", "gpt-5.4", "/launch-message"]);
  },
);

test.each([
  ["0.79.4", true],
  ["0.80.3", true],
  ["0.80.4-beta.1", false],
  ["0.80.4", false],
  ["0.87.1", false],
  ["1.5.2", false],
  ["unknown", false],
])("pi %s never says that it is settled: %s", (version, isSilent) => {
  expect(ofVersion(version).isTurnEndLine !== undefined).toBe(isSilent);
});

test("an end that is retried is no end of a turn", () => {
  const isEnd = (line: object) => ofVersion("0.79.4").isTurnEndLine?.(JSON.stringify(line));
  expect(isEnd({ type: "agent_end", messages: [], willRetry: false })).toBe(true);
  expect(isEnd({ type: "agent_end", messages: [] })).toBe(true);
  expect(isEnd({ type: "agent_end", messages: [], willRetry: true })).toBe(false);
  expect(isEnd({ type: "message_end", text: '"agent_end"' })).toBe(false);
});

test("a message that an extension delivers is told as the user's, and is no user's entry", () => {
  const custom = { type: "custom_message", id: "b", parentId: "a", customType: "x" };
  const line = JSON.stringify({ ...custom, content: "hello" });
  const entry = { kind: "custom_message", role: null, toldAs: "user", text: "hello" };
  expect(agent.parseLine(line)).toMatchObject({ kind: "entry", entry });
});
