import { mkdirSync, readFileSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { parseLine } from "../../src/agents/pi/transcript.ts";
import { controlSocketPath } from "../../src/formats/places.ts";
import { resolveAddressee } from "../../src/resume/addressee.ts";
import { createScene, gardenId, otherId, type Scene, withConnects } from "./scene.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const resolve = ({ world, directories }: Scene, id = gardenId) =>
  resolveAddressee(world, directories, id, parseLine);
const pathOf = ({ directories }: Scene) => controlSocketPath(directories.sockets, gardenId);

async function listen(scene: Scene, path = pathOf(scene)): Promise<void> {
  const server = createServer((socket) => socket.destroy());
  servers.push(server);
  await new Promise<void>((done) => server.listen(path, done));
}

describe("an addressee", () => {
  test("with a record and a resumable session is a citizen", async () => {
    const scene = createScene();
    scene.writeRecord();
    const path = scene.writeSession();
    const session = { path, cwd: scene.root, provider: "openai", model: "gpt-5.4" };
    expect(await resolve(scene)).toEqual({ kind: "citizen", session, flaw: "" });
  });

  test("is asked of its session where its record says otherwise", async () => {
    const scene = createScene();
    scene.writeRecord({ cwd: "/somewhere/else", model: "groq/other" });
    scene.writeSession();
    const session = { cwd: scene.root, provider: "openai", model: "gpt-5.4" };
    expect(await resolve(scene)).toMatchObject({ kind: "citizen", session });
  });

  test("of another backend has a mailbox only", async () => {
    const scene = createScene();
    const record = scene.writeRecord({ backend: "claude-code" });
    expect(await resolve(scene)).toEqual({ kind: "mailbox-citizen", record });
  });

  test("without a record is whoever is at its socket", async () => {
    const scene = createScene();
    await listen(scene);
    expect(await resolve(scene)).toEqual({ kind: "socket-only" });
  });

  test("without a record and without a socket is nobody", async () => {
    const scene = createScene();
    scene.writeSession();
    expect(await resolve(scene)).toMatchObject({ reject: { reason: "bad-target" } });
  });

  test("of another backend that shares its id with a socket is a conflict", async () => {
    const scene = createScene();
    scene.writeRecord({ backend: "codex" });
    await listen(scene);
    expect(await resolve(scene)).toMatchObject({ reject: { reason: "target-address-conflict" } });
  });

  test.each([
    ["a link", (path: string) => symlinkSync("/nowhere", path)],
    ["a file", (path: string) => writeFileSync(path, "")],
    ["a directory", (path: string) => void mkdirSync(path)],
  ])("with %s at its socket's path is a conflict, record or not", async (_what, put) => {
    const scene = createScene();
    put(pathOf(scene));
    const conflict = { reject: { reason: "target-address-conflict", observedLiveness: null } };
    expect(await resolve(scene)).toMatchObject(conflict);
    scene.writeRecord();
    expect(await resolve(scene)).toMatchObject(conflict);
  });

  test("whose socket's path the system would cut off is refused before anything is made", async () => {
    const scene = createScene();
    scene.writeRecord();
    const sockets = `${scene.directories.sockets}/${"deep/".repeat(20)}`;
    const directories = { ...scene.directories, sockets };
    await expect(resolve({ ...scene, directories })).rejects.toThrow(
      /bytes, and a socket's path may/,
    );
  });

  test("is resolved without connecting to anybody", async () => {
    const scene = createScene();
    scene.writeRecord();
    await listen(scene);
    const { world, paths } = withConnects(scene.world, "ECONNREFUSED");
    await resolveAddressee(world, scene.directories, gardenId, parseLine);
    expect(paths).toEqual([]);
  });
});

describe("nothing can be resumed", () => {
  test.each([
    ["there is no session file", () => undefined, /no session file/],
    [
      "two files have the id",
      (scene: Scene) => {
        scene.writeSession({ file: "a.jsonl" });
        scene.writeSession({ file: "b.jsonl" });
      },
      /a\.jsonl and .*b\.jsonl have the same id/,
    ],
    [
      "it is an operator's own resident",
      (scene: Scene) => scene.writeSession({ tags: ["control"] }),
      /not named as a resumable session/,
    ],
    [
      "its name bears another id",
      (scene: Scene) => scene.writeSession({ name: `${otherId}==openai/gpt-5.4--t__entwurf` }),
      /not named as a resumable session/,
    ],
    [
      "it names no model",
      (scene: Scene) => scene.writeSession({ models: [] }),
      /no directory or no model/,
    ],
  ])("where %s, and the flaw says so", async (_why, put, flaw) => {
    const scene = createScene();
    scene.writeRecord();
    put(scene);
    const target = await resolve(scene);
    expect(target).toMatchObject({ kind: "citizen", session: null });
    expect(target.kind === "citizen" && target.flaw).toMatch(flaw);
  });

  test("under an id that shares its native session with another record", async () => {
    const scene = createScene();
    scene.writeSession();
    scene.writeRecord();
    scene.writeRecord({ gardenId: otherId });
    await expect(resolve(scene)).rejects.toThrow(/both claim/);
    unlinkSync(`${scene.directories.records}/${otherId}.meta.json`);
    expect(await resolve(scene)).toMatchObject({ kind: "citizen" });
  });

  test("under what is no garden id", async () => {
    await expect(resolve(createScene(), "../x")).rejects.toThrow(RangeError);
  });
});

describe("a session's directory", () => {
  const placed = (path: string, place: (path: string) => void) => {
    place(path);
    return path;
  };
  const flawOf = async (prepare: (scene: Scene) => string) => {
    const scene = createScene();
    scene.writeRecord();
    scene.writeSession({ cwd: prepare(scene) });
    const target = await resolve(scene);
    if (target.kind !== "citizen") throw new Error(target.kind);
    expect(target.session === null).toBe(target.flaw !== "");
    return target.flaw;
  };

  test("may be reached through a link", async () => {
    const flaw = await flawOf(({ root }) => {
      symlinkSync(root, join(root, "link"));
      return join(root, "link");
    });
    expect(flaw).toBe("");
  });

  test.each<readonly [string, (scene: Scene) => string]>([
    ["is gone", ({ root }) => join(root, "gone")],
    ["is a file", ({ root }) => placed(join(root, "f"), (path) => writeFileSync(path, ""))],
    [
      "is a link that leads to no directory",
      ({ root }) => placed(join(root, "link"), (path) => symlinkSync(`${path}-gone`, path)),
    ],
    ["is not absolute", () => "work"],
    ["is not absolute", () => ""],
    ["is not absolute", () => "~/work"],
  ])("is refused by name where it %s", async (why, prepare) => {
    expect(await flawOf(prepare)).toMatch(
      new RegExp(`^the directory .* that .*jsonl names ${why}`),
    );
  });
});

test("a header that its agent cannot read is refused with the reason", async () => {
  const scene = createScene();
  scene.writeRecord();
  const path = scene.writeSession();
  writeFileSync(path, `\ufeff${readFileSync(path, "utf8")}`);
  expect(await resolve(scene)).toMatchObject({
    session: null,
    flaw: `${path} cannot be read by its agent: a byte order mark stands before its header`,
  });
});
