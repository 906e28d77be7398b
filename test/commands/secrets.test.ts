// A key in the environment of a live run, which the provider echoes wherever it can: none of what the run writes or
// prints holds it, in any spelling that a machine makes of it.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Answer, embedded, firstOf, liveAt, saying } from "./own-provider.ts";
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

const told = {
  "x-echo": key,
  "x-basic": base64(`me:${key}`),
  "set-cookie": `key=${encodeURIComponent(key)}`,
};

/** The embedded provider's reply, in whose stream the key comes first, as a whole and cut in two. */
async function echoing(): Promise<Answer> {
  const ask = await embedded();
  return async (request, body, response) => {
    const text = await ask(request, body);
    const pieces = [key.slice(0, 15), key.slice(15), ` ${echoes}`, "\n"];
    response.writeHead(200, { "content-type": "text/event-stream", ...told });
    response.end(`${pieces.map((piece) => saying(firstOf(text), piece)).join("")}${text}`);
  };
}

const refusing: Answer = async (_request, _body, response) => {
  response.writeHead(401, { "content-type": "application/json", ...told });
  response.end(JSON.stringify({ error: { message: `no such key: ${echoes}`, key } }));
};

async function liveRun(answer: Answer) {
  const { place, args, environment } = await liveAt(answer, key);
  const rest = ["--keep", "--report-all", "--reporter", "table"];
  const run = start("src/main.ts", [...args, ...rest], place, environment);
  const { code, stdout, stderr } = await run.ended;
  const written = readdirSync(join(place, "out"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => [path.slice(place.length), readFileSync(path, "latin1")] as const);
  return { code, texts: [["stdout", stdout], ["stderr", stderr], ...written] as const };
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
