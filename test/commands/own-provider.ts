// A provider of the test's own for a live run of a real pi: it answers what the embedded one does, or what it likes.
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { startLoopback } from "../../src/loopback/server.ts";
import { temporaryDirectory } from "../matrix/place.ts";

export type Answer = (
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
) => Promise<void>;

/** Its base address. */
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

/** Asks the embedded provider: the stream of its answer, in chat completions. */
export async function embedded(): Promise<
  (request: IncomingMessage, body: string) => Promise<string>
> {
  const loopback = await startLoopback();
  onTestFinished(() => loopback.close());
  const prefix = loopback.openPrefix("own", { latencyMs: 0, onRequest: () => undefined });
  return async ({ url }, body) => {
    const headers = { "content-type": "application/json" };
    return (await fetch(`${prefix.baseUrl}${url}`, { method: "POST", headers, body })).text();
  };
}

/** The first chunk of such a stream. */
export const firstOf = (stream: string): object =>
  JSON.parse(/^data: (\{.*"choices".*\})$/m.exec(stream)?.[1] ?? "{}");

/** A chunk like it that says this. */
export function saying(first: object, content: string): string {
  const choices = [{ index: 0, delta: { role: "assistant", content }, finish_reason: null }];
  return `data: ${JSON.stringify({ ...first, choices })}\n\n`;
}

/** A place, and what a live run of one cell against this provider is called with; each report is a file in `out`. */
export async function liveAt(answer: Answer, key: string) {
  const place = realpathSync(temporaryDirectory());
  const agent = join(place, "agent");
  mkdirSync(agent);
  const provider = { baseUrl: `${await providerThat(answer)}/groq`, apiKey: "$GROQ_API_KEY" };
  writeFileSync(join(agent, "models.json"), JSON.stringify({ providers: { groq: provider } }));
  const config = resolve(import.meta.dirname, "../../matrix.config.ts");
  const cell = ["--target", "groq/qwen/qwen3.8-27b", "--lane", "v2", "--scenario", "plain"];
  const names = ["json", "html", "markdown", "junit", "ctrf", "github", "agent", "histories"];
  const reports = names.flatMap((name) => ["--reporter", `${name}=${join(place, "out", name)}`]);
  const output = ["--config", config, "--output", join(place, "out"), "--verbose"];
  const environment = {
    LIVE: "1",
    GROQ_API_KEY: key,
    PI_CODING_AGENT_DIR: agent,
    NO_PROXY: "127.0.0.1",
    GITHUB_STEP_SUMMARY: join(place, "out", "summary.md"),
  };
  return { place, args: [...cell, ...reports, ...output], environment };
}
