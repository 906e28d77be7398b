// What is said of a session file without running anything.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { inspectSession } from "../../../../src/agents/pi/session/open.ts";
import { renderInspection } from "../../../../src/report/inspection.ts";
import { UsageError } from "../../../../src/world/usage-error.ts";
import {
  asText,
  call,
  chained,
  header,
  type Json,
  reply,
  result,
  say,
  user,
} from "./session-lines.ts";

const directory = mkdtempSync(join(tmpdir(), "rm-inspect-"));
afterAll(() => rmSync(directory, { recursive: true }));

let files = 0;
function file(text: string): string {
  files += 1;
  const path = join(directory, `${files}.jsonl`);
  writeFileSync(path, text);
  return path;
}

const look = async (text: string) => inspectSession(file(text));
const session = (...bodies: readonly Json[]) => look(asText([header, ...chained(bodies)]));

/** Rules that would be refused, by wire format. */
function refused({ requests }: Awaited<ReturnType<typeof look>>) {
  const firm = requests.flatMap(({ api, breaches }) => {
    const ids = breaches.filter(({ strength }) => strength === "firm").map(({ rule }) => rule);
    return ids.length > 0 ? [[api, [...new Set(ids)]] as const] : [];
  });
  return Object.fromEntries(firm);
}

describe("a whole session", () => {
  test("a tool call with its result is accepted everywhere, and nothing is repaired", async () => {
    const found = await session(user("go"), reply([call("c1")]), result("c1"), reply([say("ok")]));
    expect(refused(found)).toEqual({});
    expect(found.repairs).toEqual([]);
    expect(found.entries).toEqual({
      "message of user": 1,
      "message of assistant": 2,
      "message of toolResult": 1,
    });
    expect(found.tree).toMatchObject({ leaf: "e4", onPath: 4, offPath: 0, leaves: 1 });
    expect(found.requests.filter(({ isOwnModel }) => isOwnModel).map(({ api }) => api)).toEqual([
      "anthropic-messages",
    ]);
  });

  test("the request grows with what is said, and thinking of other models is left out", async () => {
    const thinking = { type: "thinking", thinking: "t".repeat(900), thinkingSignature: "c2ln" };
    const found = await session(user("u".repeat(5_000)), reply([thinking, say("ok")]));
    const bytes = Object.fromEntries(found.requests.map((each) => [each.api, each.bytes]));
    expect(bytes["anthropic-messages"]).toBeGreaterThan(5_900);
    expect(bytes["openai-responses"]).toBeGreaterThan(5_000);
    expect(bytes["openai-responses"]).toBeLessThan(5_700);
    expect(found.blocks.thinking).toEqual({ count: 1, signed: 1, redacted: 0 });
    expect(refused(found)).toEqual({});
  });

  test("models, levels and branches are told", async () => {
    const lines = chained([
      { type: "model_change", provider: "anthropic", modelId: "claude-sonnet-5" },
      { type: "thinking_level_change", thinkingLevel: "high" },
      user("one"),
      reply([say("a")]),
      { ...user("two"), parentId: "e3" },
      reply([say("b")], { model: "claude-opus-5" }),
    ]);
    const other = { ...lines[4], parentId: "e3" };
    const found = await look(asText([header, ...lines.slice(0, 4), other, ...lines.slice(5)]));
    expect(found.models.map(({ model }) => model)).toEqual(["claude-sonnet-5", "claude-opus-5"]);
    expect(found.thinkingLevels).toEqual([{ level: "high", line: 3 }]);
    expect(found.tree).toMatchObject({ branchPoints: 1, leaves: 2, offPath: 1, leaf: "e6" });
  });
});

describe("what histories.md measured", () => {
  test("a call without a result is repaired, and Mistral refuses what comes of it", async () => {
    const found = await session(user("go"), reply([call("c12345678")], { stopReason: "toolUse" }));
    expect(found.repairs).toEqual([{ kind: "result-added", line: 3, detail: "bash" }]);
    expect(found.orphanCalls).toEqual([{ line: 3, id: "c12345678", name: "bash" }]);
    expect(refused(found)).toEqual({ "mistral-conversations": ["M2"] });
  });

  test("a result without a call is sent as it is and refused everywhere but by pi's own", async () => {
    const found = await session(user("go"), reply([say("a")]), result("c9"), reply([say("b")]));
    expect(found.orphanResults).toEqual([{ line: 4, id: "c9", name: "bash" }]);
    const rules = refused(found);
    expect(rules["anthropic-messages"]).toEqual(["A3"]);
    expect(rules["openai-responses"]).toEqual(["R2"]);
    expect(rules["openai-completions"]).toEqual(["C2"]);
    expect(rules["google-generative-ai"]).toContain("G1");
    expect(rules["bedrock-converse-stream"]).toContain("B1b");
    expect(rules["pi-messages"]).toBeUndefined();
  });

  test("failed replies are left out, and so is what an edit takes back", async () => {
    const found = await session(
      user("go"),
      reply([], { stopReason: "error" }),
      { type: "context_edit", targetId: "e1", replacement: null },
      user("again"),
      reply([say("ok")]),
    );
    expect(found.repairs.map(({ kind, line }) => [kind, line])).toEqual([
      ["edited-out", 2],
      ["reply-dropped", 3],
    ]);
  });

  test("a compaction stands for what comes before the first entry that it keeps", async () => {
    const found = await session(
      user("u".repeat(10_000)),
      reply([say("a")]),
      user("kept"),
      { type: "compaction", summary: "so far", firstKeptEntryId: "e3", tokensBefore: 9 },
      reply([say("b")]),
    );
    expect(found.compactions).toEqual([5]);
    expect(found.requests.every(({ bytes }) => bytes < 2_000)).toBe(true);
  });

  test("a lost line cuts off all before it", async () => {
    const lines = chained([user("one"), reply([say("a")]), user("two"), reply([say("b")])]);
    const found = await look(asText([header, ...lines.filter(({ id }) => id !== "e2")]));
    expect(found.tree).toMatchObject({ onPath: 2, pathIsCut: true });
    expect(found.tree.lost).toEqual([{ line: 3, parentId: "e2" }]);
    expect(renderInspection("x.jsonl", found)).toContain("all before it is forgotten on resume");
  });

  test("a torn tail and a byte-order mark are told", async () => {
    const text = asText([header, ...chained([user("one"), reply([say("a")])])]);
    expect((await look(`${text}{"type":"mess`)).file).toMatchObject({
      tornTail: true,
      unreadable: [4],
    });
    const marked = await look(`\ufeff${text}`);
    expect(marked.file.byteOrderMark).toBe(true);
  });
});

describe("a long line", () => {
  test("is read to its end though its strings are not kept", async () => {
    const text = `${'a"\\é'.repeat(400_000)}`;
    const found = await session(user(text), reply([call("c1")]), result("c1"), reply([say("ok")]));
    expect(found.file.unreadable).toEqual([]);
    expect(found.file.longestLine.line).toBe(2);
    const json = Buffer.byteLength(JSON.stringify(text)) - 2;
    const anthropic = found.requests.find(({ api }) => api === "anthropic-messages");
    expect(anthropic?.bytes).toBeGreaterThan(json - 2_000);
    expect(anthropic?.bytes).toBeLessThan(json + 2_000);
  });
});

describe("what is no session", () => {
  test.each([
    ["a file that is not there", () => join(directory, "nowhere.jsonl"), /cannot be read/],
    ["a directory", () => directory, /is a directory/],
    ["an empty file", () => file(""), /is empty/],
    ["another file", () => file("hello\nworld\n"), /is no session/],
    ["a device", () => "/dev/null", /no regular file/],
  ])("%s is refused with what to give", async (_name, path, words) => {
    const refusal = inspectSession(path());
    await expect(refusal).rejects.toThrow(UsageError);
    await expect(refusal).rejects.toThrow(words);
  });
});
