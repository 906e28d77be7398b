import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { liveOverrides, liveSurroundings } from "../../../src/matrix/live/live.ts";

const variable = "PI_SHELL_ACP_SPAWN_RESUME_ASSISTANT_TIMEOUT_MS";
const asked = (text: string) => liveOverrides({ [variable]: text }).assistantTurnMs;

test("the longest time that a timer can wait is taken", () => {
  expect(asked("2147483647")).toBe(2_147_483_647);
});

test.each(["2147483648", "Infinity", "0", "soon"])("a time of %s is refused", (text) => {
  expect(() => asked(text)).toThrow(`${variable}: "${text}" is not a number of milliseconds`);
});

function agentDirectory() {
  const directory = mkdtempSync(join(tmpdir(), "rm-live-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return {
    write: (name: string, content: unknown) =>
      writeFileSync(
        join(directory, name),
        typeof content === "string" ? content : JSON.stringify(content),
      ),
    surroundings: () => liveSurroundings({ PI_CODING_AGENT_DIR: directory }),
  };
}

test("files are read as pi reads them: with a mark at their head, comments and commas too many", () => {
  const { write, surroundings } = agentDirectory();
  write("auth.json", '\uFEFF{"groq": {"type": "api_key", "key": "gsk-1234567890"}}');
  write(
    "models.json",
    `{ // mine
      "providers": {
        "openai": { "baseUrl": "https://example.invalid/v1", "apiKey": "!pass openai", },
        "mine": { "apiKey": "written-down-1", },
      },
    }`,
  );
  const { credentials, secrets } = surroundings();
  expect(credentials).toMatchObject({ stored: ["groq"], printed: ["openai"] });
  expect(secrets.map(({ value }) => value)).toEqual(
    expect.arrayContaining(["gsk-1234567890", "written-down-1"]),
  );
});

test("a file that is no JSON at all holds nothing that is known", () => {
  const { write, surroundings } = agentDirectory();
  write("models.json", "providers: {}");
  expect(surroundings().credentials).toMatchObject({ stored: [], configured: [], printed: [] });
});

test("a key or a header that a command prints is told from one that is written down", () => {
  const { write, surroundings } = agentDirectory();
  write("auth.json", {
    openai: { type: "api_key", key: "!pass openai" },
    groq: { key: "plain-key" },
  });
  write("models.json", {
    providers: {
      mine: { name: "! mine", apiKey: "written-down", models: [{ id: "m" }] },
      other: { apiKey: "k", headers: { name: "!vault read other" } },
      deeper: { apiKey: "k", models: [{ id: "m", headers: { "x-key": "!vault read m" } }] },
    },
  });
  const { credentials } = surroundings();
  expect(credentials.printed).toEqual(["openai", "other", "deeper"]);
  expect(credentials.configured).toEqual(["mine", "other", "deeper"]);
});
