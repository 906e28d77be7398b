import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { signalName } from "../../src/formats/places.ts";
import type { PresenceMarker } from "../../src/formats/presence.ts";
import { backends } from "../../src/formats/record.ts";
import { createMailbox, readInbox } from "../../src/resume/mailbox.ts";
import type { World } from "../../src/world/world.ts";
import { createScene, gardenId, readJson, type Scene, sampleRecord } from "./scene.ts";

const record = { ...sampleRecord("/"), backend: "claude-code" as const };

function open({ directories }: Scene, world: World) {
  return createMailbox(world, {
    mailboxDirectory: directories.mailboxes,
    receiverDirectory: directories.receivers,
    sender: { sessionId: "s", agentId: "a", cwd: "/" },
    replyable: false,
  });
}

/** A marker of this very process, which is alive as long as the test asks. */
async function marker({ world }: Scene): Promise<PresenceMarker> {
  const self = await world.processes.identify(process.pid);
  return {
    gardenId,
    backend: record.backend,
    nativeSessionId: record.nativeSessionId,
    ownerPid: process.pid,
    ownerStartKey: self?.startTime ?? "",
    ownerKind: "test",
    armProvenance: "test",
    updatedAt: "2026-01-02T03:04:05.000Z",
  };
}

const put = ({ directories }: Scene, text: string) =>
  writeFileSync(join(directories.receivers, `${gardenId}.json`), text);

const inboxOf = ({ directories }: Scene) => join(directories.mailboxes, gardenId);

/** Above what any system gives to a process. */
const gone = { ownerPid: 2 ** 22 + 1 };

describe("a receiver", () => {
  test("that lives and is meant is armed", async () => {
    const scene = createScene();
    put(scene, JSON.stringify(await marker(scene)));
    expect(await open(scene, scene.world).findReceiver(record)).toEqual({ kind: "armed" });
  });

  test("that left no marker is not armed", async () => {
    const scene = createScene();
    const found = await open(scene, scene.world).findReceiver(record);
    expect(found).toMatchObject({ because: expect.stringContaining(scene.directories.receivers) });
  });

  test.each<[string, Partial<Record<keyof PresenceMarker, unknown>>]>([
    ["of another id", { gardenId: "20260102T030405-000000" }],
    ["of another backend", { backend: "codex" }],
    ["of another session", { nativeSessionId: "other" }],
    ["whose process number is somebody else's by now", { ownerStartKey: "1" }],
    ["whose process never was", gone],
    ["that names a process group", { ownerPid: -1 }],
    ["that names no process", { ownerPid: "4711" }],
    ["whose process is gone and bears no start time", { ...gone, ownerStartKey: undefined }],
    ["whose process bears no start time", { ownerStartKey: undefined }],
    ["whose start time is a number", { ownerStartKey: 1 }],
    ["of no kind", { ownerKind: undefined }],
    ["armed by nobody", { armProvenance: null }],
    ["of no time", { updatedAt: 0 }],
  ])("%s is not armed, and nothing is written", async (_what, changes) => {
    const scene = createScene();
    put(scene, JSON.stringify({ ...(await marker(scene)), ...changes }));
    const found = await open(scene, scene.world).findReceiver(record);
    expect(found.kind).toBe("unarmed");
    expect(readdirSync(scene.directories.mailboxes)).toEqual([]);
  });

  test.each(["", "{", "[]", "null", "7"])("with the marker %j is not armed", async (text) => {
    const scene = createScene();
    put(scene, text);
    expect((await open(scene, scene.world).findReceiver(record)).kind).toBe("unarmed");
  });

  test("is armed only where its backend fetches by itself", async () => {
    const scene = createScene();
    for (const backend of backends) {
      put(scene, JSON.stringify({ ...(await marker(scene)), backend }));
      const found = await open(scene, scene.world).findReceiver({ ...record, backend });
      expect(found.kind, backend).toBe(backend === "claude-code" ? "armed" : "unarmed");
    }
  });
});

describe("a delivery", () => {
  test("puts the whole message in place before it stamps, and rings last", async () => {
    const scene = createScene();
    const steps: string[] = [];
    const { files } = scene.world;
    const kindOf = (path: string) =>
      ["msg", "tmp", "json", "signal"].find((ending) => path.endsWith(ending)) ?? "other";
    const world: World = {
      ...scene.world,
      files: {
        ...files,
        rename(from, to) {
          steps.push(`rename ${kindOf(to)}`);
          return files.rename(from, to);
        },
        writeText(path, text, mode) {
          steps.push(`write ${kindOf(path)}`);
          return files.writeText(path, text, mode);
        },
      },
    };
    await open(scene, world).deliver(gardenId, "hello");
    expect(steps).toEqual(["rename msg", "write tmp", "rename json", "write signal"]);
  });

  test("is private, names its sender and says that no answer would reach him", async () => {
    const scene = createScene();
    await open(scene, scene.world).deliver(gardenId, "first\n\nsecond");
    const [name = ""] = readdirSync(inboxOf(scene)).filter((file) => file.endsWith(".msg"));
    const path = join(inboxOf(scene), name);
    expect((await scene.world.files.inspect(path)).mode).toBe(0o600);
    const [header = "", ...body] = readFileSync(path, "utf8").split("\n\n");
    expect(JSON.parse(header)).toMatchObject({ sessionId: "s", agentId: "a", replyable: false });
    expect(body.join("\n\n")).toBe("first\n\nsecond");
  });

  test("loses nothing to others at the same time, and sorts by when it came", async () => {
    const scene = createScene();
    const mailbox = open(scene, scene.world);
    const words = Array.from({ length: 20 }, (_, index) => `message ${index}`);
    await Promise.all(words.map((text) => mailbox.deliver(gardenId, text)));
    const mail = await readInbox(scene.world, scene.directories.mailboxes, gardenId);
    expect(mail.map(({ message }) => message).sort()).toEqual(words.sort());
  });

  test.each(["write", "sync"] as const)(
    "that fails in %s leaves neither a message nor a bell",
    async (step) => {
      const scene = createScene();
      const { files } = scene.world;
      const world: World = {
        ...scene.world,
        files: {
          ...files,
          async createExclusive(path, mode) {
            const file = await files.createExclusive(path, mode);
            return { ...file, [step]: () => Promise.reject(new Error("ENOSPC")) };
          },
        },
      };
      await expect(open(scene, world).deliver(gardenId, "hello")).rejects.toThrow("ENOSPC");
      expect(readdirSync(inboxOf(scene))).toEqual([]);
    },
  );

  test("goes nowhere for what is no garden id", async () => {
    const scene = createScene();
    await expect(open(scene, scene.world).deliver("../x", "hello")).rejects.toThrow(RangeError);
  });
});

describe("reading", () => {
  test("takes each message once and stamps that it was read, not only enqueued", async () => {
    const scene = createScene();
    await open(scene, scene.world).deliver(gardenId, "hello");
    const receipts = join(inboxOf(scene), "receipts.json");
    expect(Object.keys(readJson(receipts))).toEqual(["lastEnqueuedAt"]);
    const read = () => readInbox(scene.world, scene.directories.mailboxes, gardenId);
    expect((await read()).map(({ message }) => message)).toEqual(["hello"]);
    expect(Object.keys(readJson(receipts))).toEqual(["lastEnqueuedAt", "lastReadAt"]);
    expect(await read()).toEqual([]);
    expect(readdirSync(inboxOf(scene)).filter((name) => name.endsWith(".read"))).toHaveLength(1);
  });

  test("of an empty inbox changes nothing", async () => {
    const scene = createScene();
    expect(await readInbox(scene.world, scene.directories.mailboxes, gardenId)).toEqual([]);
    expect(readdirSync(scene.directories.mailboxes)).toEqual([]);
  });

  test("leaves the bell for whoever listens to it", async () => {
    const scene = createScene();
    await open(scene, scene.world).deliver(gardenId, "hello");
    await readInbox(scene.world, scene.directories.mailboxes, gardenId);
    expect(readdirSync(inboxOf(scene))).toContain(signalName);
  });
});
