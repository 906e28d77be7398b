import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseLine } from "../../src/agents/pi/transcript.ts";
import { findSessions, readSession, sessionPaths } from "../../src/resume/session-file.ts";
import { createScene, gardenId, otherId, type Scene } from "./scene.ts";

const find = ({ world, directories }: Scene) =>
  findSessions(world.files, directories.sessions, gardenId, parseLine);

describe("a session file", () => {
  test("is found by the id in its header, whatever it is called", async () => {
    const scene = createScene();
    const path = scene.writeSession({ file: "holiday.jsonl" });
    scene.writeSession({ id: otherId, file: `${gardenId}.jsonl` });
    expect((await find(scene)).map((file) => file.path)).toEqual([path]);
  });

  test("is found in the directory of its working directory too", async () => {
    const scene = createScene();
    mkdirSync(join(scene.directories.sessions, "--work--"));
    const path = scene.writeSession({ file: "--work--/a.jsonl" });
    expect((await find(scene)).map((file) => file.path)).toEqual([path]);
  });

  test("is not found where there is none, not even a directory", async () => {
    const { world, root } = createScene();
    expect(await sessionPaths(world.files, join(root, "missing"))).toEqual([]);
  });

  test.each([
    ["empty", ""],
    ["of something else", "hello\n"],
    ["cut off in its header", '{"type":"session","version":3,"id":"2026'],
  ])("that is %s is nobody's", async (_what, text) => {
    const scene = createScene();
    writeFileSync(join(scene.directories.sessions, "a.jsonl"), text);
    expect(await find(scene)).toEqual([]);
  });

  test("with a torn last line is read up to it", async () => {
    const { world, root, writeSession } = createScene();
    const path = writeSession({ tail: '{"type":"session_info","name":"torn' });
    const file = await readSession(world.files, path, parseLine);
    expect(file.header).toEqual({ id: gardenId, cwd: root, version: 3 });
    expect(file.name).toBe(`${gardenId}==openai/gpt-5.4--a-title__entwurf`);
  });

  test("takes its last model, and its last name", async () => {
    const { world, writeSession } = createScene();
    const models = ["openai/gpt-5.4", "groq/other"];
    const rename = `${JSON.stringify({ type: "session_info", id: "9", name: "renamed" })}\n`;
    const path = writeSession({ models, tail: rename });
    const file = await readSession(world.files, path, parseLine);
    expect(file.model).toEqual({ provider: "groq", model: "other" });
    expect(file.name).toBe("renamed");
  });
});
