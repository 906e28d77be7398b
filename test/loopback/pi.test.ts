// One end-to-end test: the real pi, redirected, seeds a session and recalls from it.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "vitest";
import { findPi } from "../../src/agents/pi/find.ts";
import { redirect, scrubbedEnvironment } from "../../src/agents/pi/redirect.ts";
import { testPrefix } from "./client.ts";

const joining = "Reply with one line, made by joining these parts with nothing between them:";
const seed = `Please remember this token for later: cedar-1\nDo not use tools. ${joining} "SEED" and "ED"`;
const recall = `${joining} "OK-" and the token I asked you to remember`;

it.concurrent.for([
  { provider: "openai-codex", model: "gpt-5.5", transport: "websocket" },
  { provider: "amazon-bedrock", model: "zai.glm-5", transport: "http2" },
])(
  "pi keeps a session with $provider over $transport",
  async (target, { expect: check, onTestFinished }) => {
    const { prefix, records } = await testPrefix({}, { atEnd: onTestFinished });
    const { modelsJson, environment } = redirect([target], prefix.baseUrl);
    const cell = mkdtempSync(join(tmpdir(), "loopback-pi-"));
    onTestFinished(() => rmSync(cell, { recursive: true, force: true }));
    const directory = (name: string) => {
      mkdirSync(join(cell, name));
      return join(cell, name);
    };
    const [agent, sessions, cwd] = [directory("agent"), directory("sessions"), directory("cwd")];
    const home = directory("home");
    writeFileSync(join(agent, "models.json"), JSON.stringify(modelsJson));
    const run = async (prompt: string) => {
      const child = await turn(cwd, target, prompt, {
        ...scrubbedEnvironment(process.env),
        ...environment,
        HOME: home,
        PI_CODING_AGENT_DIR: agent,
        PI_CODING_AGENT_SESSION_DIR: sessions,
      });
      onTestFinished(() => void child.kill("SIGKILL"));
      const [code, signal] = await once(child, "exit");
      return signal ?? code;
    };
    check(await run(seed)).toBe(0);
    check(await run(recall)).toBe(0);
    check(assistantEntries(sessions)).toEqual([
      { text: "SEEDED", stop: "stop", counted: true },
      { text: "OK-cedar-1", stop: "stop", counted: true },
    ]);
    check(
      records.map(({ model, transport, recalled }) => ({ model, transport, recalled })),
    ).toEqual([
      { model: target.model, transport: target.transport, recalled: false },
      { model: target.model, transport: target.transport, recalled: true },
    ]);
  },
);

async function turn(
  cwd: string,
  target: { provider: string; model: string },
  prompt: string,
  env: Record<string, string>,
): Promise<ChildProcess> {
  const pi = await findPi();
  const { provider, model } = target;
  const options = ["--mode", "json", "-p", "--no-extensions", "--session-id", "one-session"];
  return spawn(
    pi.command,
    [...pi.commandArguments, ...options, "--provider", provider, "--model", model, prompt],
    { cwd, env, stdio: "ignore" },
  );
}

function assistantEntries(sessions: string) {
  const files = readdirSync(sessions, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".jsonl"))
    .flatMap((file) => readFileSync(join(sessions, file), "utf8").trim().split("\n"))
    .map((line) => JSON.parse(line))
    .filter(({ type, message }) => type === "message" && message.role === "assistant")
    .map(({ message: { content, stopReason, usage } }) => ({
      text: content.map((part: { text?: string }) => part.text ?? "").join(""),
      stop: stopReason,
      counted: usage.input > 0 && usage.output > 0,
    }));
}
