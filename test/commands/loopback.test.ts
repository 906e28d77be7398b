import { expect, test } from "vitest";
import { chatBody, post } from "../loopback/client.ts";
import { temporaryDirectory } from "../matrix/place.ts";
import { start, until } from "./start.ts";

test("a provider goes by its name in the pi that it is for, whichever name is given", async () => {
  const words = ["loopback", "--provider", "azure-openai-responses"];
  const { output } = start("src/main.ts", words, temporaryDirectory());
  await until(() => output().stdout.includes("Requests:"));
  expect(output().stdout).toContain('"azure": {');
  expect(output().stdout).toContain("pi -p --provider azure --model gpt-5.4");
});

test("no request ends the provider, and none steers the terminal", async () => {
  const { child, output } = start("src/main.ts", ["loopback"], temporaryDirectory());
  await until(() => output().stdout.includes("Requests:"));
  const [, baseUrl = ""] = /Listening at (\S+)/.exec(output().stdout) ?? [];
  expect((await post(`${baseUrl}/%zz/x`, "{}")).status).toBe(400);
  const body = chatBody("x").replace("some-model", "some\\u0007\\u001b[31m-model");
  expect((await post(`${baseUrl}/groq/chat/completions`, body)).status).toBe(200);
  await until(() => output().stdout.includes("groq/some-model 200"));
  expect(output().stdout).not.toContain("\u0007");
  expect(child.exitCode).toBeNull();
});
