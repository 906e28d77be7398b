import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseLine } from "../../src/agents/pi/transcript.ts";
import type { Stage } from "../../src/gate/stage.ts";
import { cutTwinOff } from "../../src/gate/twin.ts";
import { nodeWorld } from "../../src/world/node.ts";
import { gardenId, nonces, v2Cell } from "../invariants/sample.ts";

let directory: string;
beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), "rm-")));
});
afterEach(() => rm(directory, { recursive: true }));

const stage = () =>
  ({
    world: nodeWorld(),
    cell: { ...v2Cell, paths: { ...v2Cell.paths, sessionDirectory: directory } },
    context: { agent: { parseLine } },
    events: [],
    record: () => undefined,
  }) as unknown as Stage;

const header = { type: "session", version: 3, id: gardenId, cwd: "/" };
const says = (role: string, text: string) => {
  return { type: "message", id: text, parentId: null, message: { role, content: text } };
};
const linesOf = (...lines: readonly object[]) =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join("");

const seed = [header, says("user", nonces.seedUser), says("assistant", nonces.resumeUser)];

test("from the twin's prompt on everything is taken away, and nothing before it", async () => {
  const path = join(directory, "one.jsonl");
  const twin = [says("user", `Now: ${nonces.resumeUser}.`), says("assistant", "Yes.")];
  await writeFile(path, linesOf(...seed, ...twin));
  await cutTwinOff(stage());
  expect(await readFile(path, "utf8")).toBe(linesOf(...seed));
});

test("a session without a twin's prompt, or of another id, is left alone", async () => {
  const path = join(directory, "one.jsonl");
  const whole = linesOf(...seed, { type: "torn" }).slice(0, -9);
  await writeFile(path, whole);
  const stranger = join(directory, "two.jsonl");
  const others = linesOf({ ...header, id: "another" }, says("user", nonces.resumeUser));
  await writeFile(stranger, others);
  await cutTwinOff(stage());
  expect(await readFile(path, "utf8")).toBe(whole);
  expect(await readFile(stranger, "utf8")).toBe(others);
});

test("where there is no session nothing is done", async () => {
  await expect(cutTwinOff(stage())).resolves.toBeUndefined();
});
