import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { liveOverrides, liveSurroundings } from "../../src/matrix/live.ts";

const variable = "PI_SHELL_ACP_SPAWN_RESUME_ASSISTANT_TIMEOUT_MS";
const asked = (text: string) => liveOverrides({ [variable]: text }).assistantTurnMs;

test("the longest time that a timer can wait is taken", () => {
  expect(asked("2147483647")).toBe(2_147_483_647);
});

test.each(["2147483648", "Infinity", "0", "soon"])("a time of %s is refused", (text) => {
  expect(() => asked(text)).toThrow(`${variable}: "${text}" is not a number of milliseconds`);
});

test("a key or a header that a command prints is told from one that is written down", () => {
  const directory = mkdtempSync(join(tmpdir(), "rm-live-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const write = (name: string, content: unknown) =>
    writeFileSync(join(directory, name), JSON.stringify(content));
  write("auth.json", {
    openai: { type: "api_key", key: "!pass openai" },
    groq: { key: "plain-key" },
  });
  write("models.json", {
    providers: {
      mine: { name: "! mine", apiKey: "written-down", models: [{ id: "m" }] },
      other: { apiKey: "k", headers: { "x-key": "!vault read other" } },
      deeper: { apiKey: "k", models: [{ id: "m", headers: { "x-key": "!vault read m" } }] },
    },
  });
  const { credentials } = liveSurroundings({ PI_CODING_AGENT_DIR: directory });
  expect(credentials.printed).toEqual(["openai", "other", "deeper"]);
  expect(credentials.configured).toEqual(["mine", "other", "deeper"]);
});
