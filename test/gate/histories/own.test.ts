// Real pi takes up a copy of a session of somebody's own, whole or redacted.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { redactFile } from "../../../src/agents/pi/session/redact-file.ts";
import { eventsOf, firstOf } from "../../../src/evidence/evidence.ts";
import {
  asText,
  call,
  chained,
  header,
  reply,
  result,
  say,
  user,
} from "../../agents/pi/session/session-lines.ts";
import { type Harness, startHarness } from "../harness.ts";

let harness: Harness;
let directory: string;
beforeAll(async () => {
  [harness, directory] = await Promise.all([startHarness(), mkdtemp(join(tmpdir(), "rm-own-"))]);
});
afterAll(async () => {
  await harness.close();
  await rm(directory, { recursive: true });
});

const timeout = 120_000;
const usage = {
  input: 1,
  output: 1,
  cacheRead: 0,
  cacheWrite: 0,
  totalTokens: 2,
  cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, total: 0 },
};
const mistral = {
  agent: "pi",
  provider: "mistral",
  model: "codestral-latest",
  wireApi: "mistral-conversations",
} as const;

const lines = chained([
  user("please look into the secret directory"),
  reply([say("Gladly."), call("toolu_01abcdef")], { usage, stopReason: "toolUse" }),
  result("toolu_01abcdef", "nothing to see"),
  reply([say("Nothing is there.")], { usage }),
]);

describe.concurrent("a session of one's own", () => {
  test("is resumed, and recorded as the user's", { timeout }, async ({ expect }) => {
    const file = join(directory, "whole.jsonl");
    writeFileSync(file, asText([header, ...lines]));
    const { complaints, judgement, evidence } = await harness.runCell({
      scenario: "plain",
      history: file,
    });
    expect(complaints).toEqual([]);
    expect(judgement.verdict).toBe("pass");
    expect(evidence.cell.history).toMatchObject({ name: file, made: "own" });
    const made = firstOf(evidence, "history-made");
    expect(made).toMatchObject({ history: file, how: "own" });
    expect(made?.leaf).toBe("e4");
    expect(made?.entries).toEqual({
      "message of user": 1,
      "message of assistant": 2,
      "message of tool": 1,
    });
    const requests = eventsOf(evidence, "model-requested");
    expect(requests[0]?.userMessages).toBe(2);
    // The file itself is as it was.
    expect(readFileSync(file, "utf8")).toBe(asText([header, ...lines]));
    expect(readdirSync(directory)).toContain("whole.jsonl");
  });

  test("is resumed when it is redacted, too", { timeout }, async ({ expect }) => {
    const [file, copy] = [join(directory, "full.jsonl"), join(directory, "redacted.jsonl")];
    const thinking = { type: "thinking", thinking: "hm, hm", thinkingSignature: "c2lnbmF0dXJl" };
    const thought = chained([user("go on"), reply([thinking, say("Done.")], { usage })]);
    writeFileSync(file, asText([header, ...thought]));
    await redactFile(file, copy);
    const target = {
      agent: "pi",
      provider: "anthropic",
      model: "claude-sonnet-5",
      wireApi: "anthropic-messages",
    };
    const { complaints, judgement } = await harness.runCell({
      scenario: "plain",
      history: copy,
      target,
    });
    expect(complaints).toEqual([]);
    expect(judgement.verdict).toBe("pass");
  });

  test("is told as refused where the provider takes it no more", { timeout }, async ({
    expect,
  }) => {
    const file = join(directory, "wedged.jsonl");
    writeFileSync(file, asText([header, ...lines.slice(0, 2)]));
    const { judgement, evidence } = await harness.runCell({
      scenario: "plain",
      history: file,
      target: mistral,
    });
    expect(judgement.verdict).toBe("fail");
    const accepted = judgement.claims.find(({ name }) => name === "history-accepted");
    expect(accepted).toMatchObject({ verdict: "violated" });
    expect(eventsOf(evidence, "model-refused").map(({ rule }) => rule)).toContain("M2");
  });
});
