// `--history` with the path of a session file, and how strict the embedded provider is.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { asText, chained, header, reply, say, user } from "../agents/pi/session/session-lines.ts";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";
import { inProcess } from "./in-process.ts";

function place(config: object = {}): string {
  const directory = temporaryDirectory();
  writeConfig(directory, { targets: ["one/good"], ...config });
  const lines = [header, ...chained([user("a"), reply([say("b")])])];
  writeFileSync(join(directory, "mine.jsonl"), asText(lines));
  writeFileSync(join(directory, "empty.jsonl"), "");
  writeFileSync(join(directory, "notes.jsonl"), "just words\n");
  mkdirSync(join(directory, "folder.jsonl"));
  return directory;
}

describe("a session file as a history", () => {
  test("is planned by its path, from the command line and from the config", async () => {
    const directory = place();
    const named = await inProcess(directory, ["list", "--json", "--history", "./mine.jsonl"]);
    const file = join(directory, "mine.jsonl");
    expect(JSON.parse(named.stdout).cells).toMatchObject([{ history: file }]);
    const other = place({ histories: ["one-turn", "mine.jsonl"] });
    const configured = await inProcess(other, ["list", "--json", "--scenario", "plain"]);
    expect(JSON.parse(configured.stdout).cells).toMatchObject([
      { history: "one-turn" },
      { history: join(other, "mine.jsonl") },
    ]);
  });

  test("stands beside histories that a pattern picks", async () => {
    const words = ["list", "--json", "--history", "tool-call", "--history", "mine.jsonl"];
    const { stdout } = await inProcess(place(), words);
    expect(JSON.parse(stdout).cells).toHaveLength(2);
  });

  test.each([
    ["nowhere.jsonl", /cannot be read/],
    ["empty.jsonl", /is empty/],
    ["notes.jsonl", /its first line is no header/],
    ["folder.jsonl", /is a directory/],
    ["/dev/null", /no regular file/],
  ])("%s is refused before anything is run", async (named, words) => {
    const { code, stderr } = await inProcess(place(), ["--history", named]);
    expect(code).toBe(254);
    expect(stderr).toMatch(words);
    expect(stderr).toContain("Give a session file of pi");
  });
});

describe("inspect", () => {
  test("tells a session as text and as JSON, and writes a copy without its words", async () => {
    const directory = place();
    const told = await inProcess(directory, ["inspect", "mine.jsonl", "--redact", "copy.jsonl"]);
    expect(told.stderr).toContain("Names of fields, tools, models and extensions");
    expect(told.code).toBe(0);
    expect(told.stdout).toContain("1 message of user, 1 message of assistant");
    expect(told.stderr).toContain("copy.jsonl");
    const again = await inProcess(directory, ["inspect", "copy.jsonl", "--json"]);
    expect(JSON.parse(again.stdout).entries).toEqual({
      "message of user": 1,
      "message of assistant": 1,
    });
    const refused = await inProcess(directory, ["inspect", "mine.jsonl", "--redact", "mine.jsonl"]);
    expect(refused.code).toBe(254);
  });
});

describe("--provider-rules", () => {
  test("is one of three words, on the command line and in the config", async () => {
    const wrong = await inProcess(place(), ["--provider-rules", "lax"]);
    expect(wrong.code).toBe(254);
    expect(wrong.stderr).toContain("strict, record, off");
    const configured = await inProcess(place({ providerRules: "lax" }), ["list"]);
    expect(configured.code).toBe(254);
    expect(configured.stderr).toContain("providerRules: must be one of strict, record, off");
  });
});
