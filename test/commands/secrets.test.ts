// A key in the environment of a live run, which the provider echoes wherever it can: none of what the run writes or
// prints holds it, in any spelling that a machine makes of it.

import { mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { startLoopback } from "../../src/loopback/server.ts";
import { temporaryDirectory } from "../matrix/place.ts";
import { start } from "./start.ts";

/** With what JSON, a URL and HTML write otherwise. */
const key = 'sk-live/Zq7+xYw"k\\9=18&27<36455mNbVc';

const base64 = (text: string) => Buffer.from(text).toString("base64");

const inHtmlInJson = (text: string) =>
  JSON.stringify(
    text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;"),
  ).slice(1, -1);

/** As a machine writes it; the base64 ones as they stand within that of a longer text. */
const spellings: Readonly<Record<string, string>> = {
  "as it is": key,
  "as JSON": JSON.stringify(key).slice(1, -1),
  "as JSON in JSON": JSON.stringify(JSON.stringify(key)).slice(3, -3),
  "in a URL": encodeURIComponent(key),
  "in a form": new URLSearchParams({ key }).toString().slice("key=".length),
  "in HTML": key.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;"),
  "in HTML in JSON": inHtmlInJson(key),
  "as base64": base64(key).slice(0, -4),
  "as base64 behind a user's name": base64(`me:${key}`).slice(4, -4),
  "as base64 behind one sign": base64(`:${key}`).slice(4, -4),
  "as base64 behind two signs": base64(`::${key}`).slice(4, -4),
  "as base64 of URLs": Buffer.from(key).toString("base64url").slice(0, -4),
};

const echoes = [
  key,
  JSON.stringify({ authorization: `Bearer ${key}`, nested: JSON.stringify({ key }) }),
  `https://x.test/?key=${encodeURIComponent(key)}&${new URLSearchParams({ key })}`,
  spellings["in HTML"] ?? "",
  spellings["in HTML in JSON"] ?? "",
  `Basic ${base64(`me:${key}`)} ${base64(`:${key}`)} ${base64(`::${key}`)} ${base64(key)}`,
  Buffer.from(key).toString("base64url"),
].join(" ");

type Answer = (request: IncomingMessage, body: string, response: ServerResponse) => Promise<void>;

async function providerThat(answer: Answer): Promise<string> {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    await answer(request, body, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const told = {
  "x-echo": key,
  "x-basic": base64(`me:${key}`),
  "set-cookie": `key=${encodeURIComponent(key)}`,
};

/** The embedded provider's reply, in whose stream the key comes first, as a whole and cut in two. */
async function echoing(): Promise<Answer> {
  const loopback = await startLoopback();
  onTestFinished(() => loopback.close());
  const prefix = loopback.openPrefix("echo", { latencyMs: 0, onRequest: () => undefined });
  return async (request, body, response) => {
    const headers = { "content-type": "application/json" };
    const from = await fetch(`${prefix.baseUrl}${request.url}`, { method: "POST", headers, body });
    const text = await from.text();
    const first = JSON.parse(/^data: (\{.*"choices".*\})$/m.exec(text)?.[1] ?? "{}");
    const say = (content: string) => {
      const choices = [{ index: 0, delta: { role: "assistant", content }, finish_reason: null }];
      return `data: ${JSON.stringify({ ...first, choices })}\n\n`;
    };
    response.writeHead(from.status, {
      "content-type": from.headers.get("content-type") ?? "",
      ...told,
    });
    for (const piece of [key.slice(0, 15), key.slice(15), ` ${echoes}`, "\n"])
      response.write(say(piece));
    response.end(text);
  };
}

const refusing: Answer = async (_request, _body, response) => {
  response.writeHead(401, { "content-type": "application/json", ...told });
  response.end(JSON.stringify({ error: { message: `no such key: ${echoes}`, key } }));
};

async function liveRun(answer: Answer) {
  const place = realpathSync(temporaryDirectory());
  const agent = join(place, "agent");
  mkdirSync(agent);
  const provider = { baseUrl: `${await providerThat(answer)}/groq`, apiKey: "$GROQ_API_KEY" };
  writeFileSync(join(agent, "models.json"), JSON.stringify({ providers: { groq: provider } }));
  const config = resolve(import.meta.dirname, "../../matrix.config.ts");
  const target = ["--target", "groq/qwen/qwen3.8-27b", "--lane", "v2", "--scenario", "plain"];
  const names = ["json", "html", "markdown", "junit", "ctrf", "github", "agent", "histories"];
  const reports = names.flatMap((name) => ["--reporter", `${name}=${join(place, "out", name)}`]);
  const rest = ["--keep", "--verbose", "--report-all", "--output", join(place, "out")];
  const { code, stdout, stderr } = await start(
    "src/main.ts",
    ["--config", config, ...target, ...reports, "--reporter", "table", ...rest],
    place,
    {
      LIVE: "1",
      GROQ_API_KEY: key,
      PI_CODING_AGENT_DIR: agent,
      NO_PROXY: "127.0.0.1",
      GITHUB_STEP_SUMMARY: join(place, "out", "summary.md"),
    },
  ).ended;
  const files = readdirSync(join(place, "out"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const written = files.map((path) => [path.slice(place.length), readFileSync(path, "latin1")]);
  return {
    code,
    texts: [["stdout", stdout], ["stderr", stderr], ...written] as [string, string][],
  };
}

const holding = (texts: readonly (readonly [string, string])[]) =>
  texts.flatMap(([place, text]) =>
    Object.entries(spellings)
      .filter(([, spelling]) => text.includes(spelling))
      .map(([how]) => `${place} holds it ${how}`),
  );

describe("a key that the provider echoes", () => {
  test("in headers, in what the model says and across its chunks is nowhere", async () => {
    const { code, texts } = await liveRun(await echoing());
    expect(holding([["echoes", echoes]])).toHaveLength(Object.keys(spellings).length);
    expect(holding(texts)).toEqual([]);
    // It was there to be taken out, in both turns.
    expect(code).not.toBe(255);
    const names = texts.map(([name]) => name);
    for (const name of ["1-seed.out", "2-resume.out"]) {
      expect(names.some((each) => each.endsWith(name))).toBe(true);
    }
    expect(texts.filter(([, text]) => text.includes("[GROQ_API_KEY]")).length).toBeGreaterThan(1);
  }, 120_000);

  test("in an error's body is nowhere", async () => {
    const { code, texts } = await liveRun(refusing);
    expect(holding(texts)).toEqual([]);
    expect({ code, stderr: texts[1]?.[1] }).toMatchObject({ code: 2 });
    expect(texts.filter(([, text]) => text.includes("[GROQ_API_KEY]")).length).toBeGreaterThan(1);
  }, 120_000);
});
