// A copy of a session that can be sent with a report: the same shape, and none of the words.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { redactFile } from "../../../../src/agents/pi/session/redact-file.ts";
import { redactedLine } from "../../../../src/agents/pi/session/redaction.ts";
import { asText, chained, header, type Json, reply, say, user } from "./session-lines.ts";

const directory = mkdtempSync(join(tmpdir(), "rm-redact-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** Words that pi's own vocabulary does not have. */
const word = fc
  .string({ unit: fc.constantFrom(..."aeiouqzjväßжλ"), minLength: 4, maxLength: 12 })
  .map((letters) => `q${letters}`);
const sentence = fc
  .tuple(fc.array(word, { minLength: 1, maxLength: 8 }), fc.string({ unit: "grapheme" }))
  .map(([words, odd]) => `${words.join(" ")}\n${odd}`);
const path = fc.array(word, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join("/")}`);
const base64 = fc.base64String({ minLength: 24, maxLength: 200 });

const bodies = fc.record({
  said: sentence,
  answer: sentence,
  thought: sentence,
  signature: base64,
  command: sentence,
  file: path,
  output: sentence,
  error: sentence,
  title: sentence,
  image: base64,
  callId: word,
});

type Bodies = typeof bodies extends fc.Arbitrary<infer Value> ? Value : never;

const sessionOf = (from: Bodies): readonly Json[] => [
  { ...header, cwd: from.file },
  ...chained([
    { type: "session_info", name: from.title },
    {
      message: {
        role: "user",
        content: [say(from.said), { type: "image", mimeType: "image/png", data: from.image }],
      },
    },
    reply([
      { type: "thinking", thinking: from.thought, thinkingSignature: from.signature },
      {
        type: "toolCall",
        id: from.callId,
        name: "bash",
        arguments: { command: from.command, type: from.said, files: { [from.file]: from.said } },
      },
    ]),
    {
      message: {
        role: "toolResult",
        toolCallId: from.callId,
        toolName: "bash",
        content: [say(from.output)],
        details: { fullOutputPath: from.file },
      },
    },
    reply([say(from.answer)], { stopReason: "error", errorMessage: from.error }),
    { type: "compaction", summary: from.said, firstKeptEntryId: "e2", tokensBefore: 7 },
    { type: "custom_message", customType: "note", content: from.said, display: true },
  ]),
];

/** What any session says without a person's word. */
const nothing: Bodies = {
  said: "",
  answer: "",
  thought: "",
  signature: "",
  command: "",
  file: "",
  output: "",
  error: "",
  title: "",
  image: "",
  callId: "",
};
const vocabulary = asText(sessionOf(nothing));

const linesOf = (text: string) => text.trimEnd().split("\n");
const redact = (text: string) => `${linesOf(text).map(redactedLine).join("\n")}\n`;

/** Keys, types and lengths, and the values of what is no text. */
function shapeOf(value: unknown): unknown {
  if (typeof value === "string") return `${value.length} ${Buffer.byteLength(value)}`;
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value).map(([key, inner]) => [key.length, shapeOf(inner)]);
}

const parsed = (text: string) => linesOf(text).map((line): Json => JSON.parse(line));
const graphOf = (lines: readonly Json[]) =>
  lines.map(({ type, id, parentId }) => [type, id, parentId]);
/** The graph does not depend on how the entries are called. */
const numbered = (lines: readonly Json[]) => {
  const order = new Map(lines.map(({ id }, index) => [id, index]));
  return graphOf(lines).map(([type, , parent]) => [type, order.get(parent) ?? null]);
};

describe("a redacted session", () => {
  test("has no word of four letters or more of what was said, done or named", () => {
    fc.assert(
      fc.property(bodies, (from) => {
        const copy = redact(asText(sessionOf(from)));
        const free = Object.values(from).join(" ");
        const words = free.match(/\p{L}{4,}/gu) ?? [];
        const told = words.filter((each) => copy.includes(each) && !vocabulary.includes(each));
        expect(told).toEqual([]);
      }),
    );
  });

  test("has the keys, types, lengths and the graph of entries of the whole", () => {
    fc.assert(
      fc.property(bodies, (from) => {
        const text = asText(sessionOf(from));
        const [before, after] = [parsed(text), parsed(redact(text))];
        expect(after.map(shapeOf)).toEqual(before.map(shapeOf));
        expect(numbered(after)).toEqual(numbered(before));
      }),
    );
  });

  test("pairs calls and results as before, and keeps names of tools and models", () => {
    const [from] = fc.sample(bodies, 1);
    if (from === undefined) throw new Error("no sample");
    const copy = redact(asText(sessionOf(from)));
    const id = /"type":"toolCall","id":"([^"]*)","name":"bash"/.exec(copy)?.[1];
    expect(id).not.toBe(from.callId);
    expect(copy).toContain(`"toolCallId":"${id}","toolName":"bash"`);
    expect(copy).toContain('"model":"claude-sonnet-5"');
  });

  test("names no session of anybody's, and keeps which ids are the same", () => {
    const uuid = "019a4c3e-7b1d-7c2a-9f00-0123456789ab";
    const line = (id: string, parentId: string) =>
      JSON.parse(redactedLine(JSON.stringify({ type: "session", id, parentId })));
    const { id, parentId } = line(uuid, uuid);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-9[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect([id, id]).toEqual([parentId, line(uuid, "x").id]);
    expect([uuid, line(uuid.replace("0", "1"), "x").id]).not.toContain(id);
  });

  test("masks a torn line as well, and a reasoning item that is JSON in a text", () => {
    expect(redactedLine('{"message":"my secret')).toBe('{"xxx0xxx":"0x xx0xxx');
    const item = {
      type: "reasoning",
      id: "rs_abcdef12",
      encrypted_content: "c2VjcmV0",
      summary: [],
    };
    const line = JSON.stringify(
      reply([{ type: "thinking", thinkingSignature: JSON.stringify(item) }]),
    );
    const after: unknown = JSON.parse(redactedLine(line));
    const [, signature] = /thinkingSignature":"(.*?)"}/.exec(JSON.stringify(after)) ?? [];
    const kept: unknown = JSON.parse(JSON.parse(`"${signature}"`));
    expect(kept).toMatchObject({ type: "reasoning", summary: [] });
    expect(JSON.stringify(kept)).not.toContain("c2VjcmV0");
  });
});

describe("the copy", () => {
  test("never takes the place of a file", async () => {
    const [from, to] = [join(directory, "a.jsonl"), join(directory, "b.jsonl")];
    writeFileSync(from, asText([header, ...chained([user("secret words"), reply([say("more")])])]));
    await redactFile(from, to);
    expect(readFileSync(to, "utf8")).not.toContain("secret");
    await expect(redactFile(from, to)).rejects.toThrow(/is there already/);
    await expect(redactFile(from, from)).rejects.toThrow(/is there already/);
    expect(readFileSync(from, "utf8")).toContain("secret words");
    await expect(redactFile(from, join(to, "b"))).rejects.toThrow(/Name a file/);
    await redactFile(from, join(directory, "new", "b"));
    expect(existsSync(join(directory, "new", "b"))).toBe(true);
  });
});
