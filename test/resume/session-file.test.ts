import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
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

  test("is judged by its last word, however far down it stands", async () => {
    const scene = createScene();
    const { world, writeSession } = scene;
    const untagged = `${gardenId}==openai/gpt-5.4--a-title__`;
    const tail = lines(
      { type: "custom", id: "p", parentId: "m0", data: "x".repeat(100_000) },
      { type: "model_change", id: "c", parentId: "p", provider: "openai", modelId: "late" },
      { type: "thinking_level_change", id: "t", parentId: "c", thinkingLevel: "high" },
      { type: "session_info", id: "n", parentId: "t", name: untagged },
    );
    const file = await readSession(world.files, writeSession({ tail }), parseLine);
    expect(file).toMatchObject({
      name: untagged,
      model: { provider: "openai", model: "late" },
      thinkingLevel: "high",
    });
    const [found] = await find(scene);
    expect(found).toEqual(file);
  });

  test("goes by the model of its last reply, which no change of model announces", async () => {
    const { world, writeSession } = createScene();
    const path = writeSession({ tail: lines(reply("a", "m0", "other")) });
    const { model } = await readSession(world.files, path, parseLine);
    expect(model).toEqual({ provider: "openai", model: "other" });
  });

  test("goes by the branch that its last entry is on, and its name by the file", async () => {
    const { world, writeSession } = createScene();
    const tail = lines(
      { type: "model_change", id: "left", parentId: "m0", provider: "openai", modelId: "left" },
      { type: "session_info", id: "n", parentId: "left", name: "of the left" },
      { type: "label", id: "right", parentId: "m0", targetId: "m0", label: "here" },
    );
    const file = await readSession(world.files, writeSession({ tail }), parseLine);
    expect(file).toMatchObject({ name: "of the left", model: { model: "gpt-5.4" } });
  });

  test("of many megabytes is read, a line of it never being held whole", async () => {
    const { world, writeSession } = createScene();
    const huge = "é".repeat(6 * 1024 * 1024);
    const tail = lines(reply("a", "m0", "early", huge), reply("b", "a", "late", huge));
    const path = writeSession({ tail });
    let held = 0;
    const noted = (line: string) => {
      held = Math.max(held, line.length);
      return parseLine(line);
    };
    const file = await readSession(world.files, path, noted);
    expect(file.model).toEqual({ provider: "openai", model: "late" });
    expect(file.bytes).toBe(statSync(path).size);
    expect(held).toBeLessThan(2 * 1024 * 1024);
  });

  test.each([64 * 1024, 64 * 1024 + 1024 * 1024])(
    "keeps a character whole that byte %i divides",
    async (end) => {
      const { world, writeSession } = createScene();
      const before = statSync(writeSession()).size;
      const head = '{"type":"session_info","id":"n","parentId":"m0","name":"';
      const pad = (length: number) =>
        JSON.stringify({ type: "custom", id: "p", data: "" }).replace(
          '""',
          `"${"x".repeat(length)}"`,
        );
      const overhead = pad(0).length + 1;
      const padding = pad(end - before - overhead - head.length - 1);
      const path = writeSession({ tail: `${padding}\n${head}é"}\n` });
      expect(
        readFileSync(path)
          .subarray(end - 1, end + 1)
          .toString(),
      ).toBe("é");
      expect((await readSession(world.files, path, parseLine)).name).toBe("é");
    },
  );

  test("with a last line that nobody ended says what that line says", async () => {
    const { world, writeSession } = createScene();
    const path = writeSession({
      tail: lines({ type: "session_info", id: "n", name: "x" }).trimEnd(),
    });
    expect((await readSession(world.files, path, parseLine)).name).toBe("x");
  });

  test.each([
    ["a byte order mark stands before its header", (text: string) => `\ufeff${text}`],
    ["its header is not its first line", (text: string) => `{"type":"custom","id":"0"}\n${text}`],
  ])("bears its id, though %s", async (why, change) => {
    const scene = createScene();
    const path = scene.writeSession();
    writeFileSync(path, change(readFileSync(path, "utf8")));
    expect(await find(scene)).toMatchObject([{ header: { id: gardenId }, unreadable: why }]);
  });

  test("of another id is read no further than it takes to see that", async () => {
    const { world, writeSession } = createScene();
    const path = writeSession({ id: otherId, tail: "x".repeat(3 * 1024 * 1024) });
    const asked: number[] = [];
    const files = {
      ...world.files,
      readBytes(from: string, offset: number, length: number) {
        asked.push(length);
        return world.files.readBytes(from, offset, length);
      },
    };
    await readSession(files, path, parseLine, gardenId);
    expect(asked).toEqual([64 * 1024]);
  });
});

const lines = (...entries: readonly object[]) =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");

const reply = (id: string, parentId: string, model: string, text = "") => ({
  type: "message",
  id,
  parentId,
  message: { role: "assistant", content: [{ type: "text", text }], provider: "openai", model },
});
