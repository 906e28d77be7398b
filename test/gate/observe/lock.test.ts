import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readNonce } from "../../../src/gate/observe/lock.ts";
import { nodeWorld } from "../../../src/world/node.ts";

const id = "20300102T030405-abcdef";
let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "observe-lock-"));
});
afterEach(() => rm(root, { recursive: true }));

const lock = { gardenId: id, pid: 7, nonce: "n1" };

async function nonceOf(text: string) {
  const path = join(root, "a.lock");
  await writeFile(path, text);
  return readNonce(nodeWorld().files, path, id);
}

test("gives the nonce of a lock of this id", async () => {
  expect(await nonceOf(JSON.stringify(lock))).toBe("n1");
});

test.each([
  ["empty", ""],
  ["torn", '{"gardenId":"'],
  ["null", "null"],
  ["behind a byte order mark", `\ufeff${JSON.stringify(lock)}`],
  ["of another id", JSON.stringify({ ...lock, gardenId: "other" })],
  ["without a process", JSON.stringify({ ...lock, pid: "7" })],
  ["without a nonce", JSON.stringify({ ...lock, nonce: 1 })],
])("calls a lock unreadable that is %s", async (_what, text) => {
  expect(await nonceOf(text)).toBe("unreadable");
});

test("tells a missing lock from a directory in its place", async () => {
  const { files } = nodeWorld();
  expect(await readNonce(files, join(root, "none.lock"), id)).toBe(null);
  expect(await readNonce(files, root, id)).toBe("unreadable");
});
