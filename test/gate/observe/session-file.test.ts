import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseLine } from "../../../src/agents/pi/transcript.ts";
import { listSessionPaths, readSessionFile } from "../../../src/gate/observe/session-file.ts";
import { nodeWorld } from "../../../src/world/node.ts";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "observe-session-"));
});
afterEach(() => rm(root, { recursive: true }));

const header = JSON.stringify({ type: "session", version: 3, id: "s1", cwd: "/work" });

async function read(text: string) {
  const path = join(root, "a.jsonl");
  await writeFile(path, text);
  return readSessionFile(nodeWorld().files, path, parseLine);
}

test("reads the header, and takes a torn last line for none", async () => {
  const session = await read(`${header}\n{"type":"mess`);
  expect(session.header).toEqual({ id: "s1", cwd: "/work", version: 3 });
  expect(session.bytes).toBe(header.length + 14);
});

test("says that a byte order mark stands before the header", async () => {
  expect((await read(`\ufeff${header}\n`)).unreadable).toMatch(/byte order mark/);
});

test("lists two sessions in one directory, and nothing else", async () => {
  for (const name of ["a.jsonl", "b.jsonl", "c.txt"]) await writeFile(join(root, name), header);
  const paths = await listSessionPaths(nodeWorld().files, root, () => undefined);
  expect(paths).toEqual([join(root, "a.jsonl"), join(root, "b.jsonl")]);
});
