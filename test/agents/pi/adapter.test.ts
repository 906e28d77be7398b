import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { ResumeLaunch } from "../../../src/agents/agent.ts";
import { createPiAgent } from "../../../src/agents/pi/adapter.ts";
import { parseLaunchMessage } from "../../../src/formats/message.ts";

const agent = createPiAgent({
  command: "pi",
  commandArguments: [],
  version: "1",
  agentDirectory: null,
  residentExtension: "/resident.ts",
  oneShotExtension: "/one-shot.ts",
});

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
