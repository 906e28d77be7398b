import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { LockHolder } from "../../src/evidence/event.ts";
import { createLockFile, inspectLock, isNoFile, readHolder } from "../../src/resume/lock-file.ts";
import { nodeWorld } from "../../src/world/node.ts";
import type { Files } from "../../src/world/world.ts";

const gardenId = "20260101T000000-0a0b0c";
const world = nodeWorld();
let path: string;

beforeEach(() => {
  const directory = mkdtempSync(join(tmpdir(), "lock-file-"));
  path = join(directory, "one.lock");
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
});

const holder = (changes: Partial<Record<keyof LockHolder, unknown>> = {}) =>
  ({
    gardenId,
    pid: 4100,
    hostname: "here",
    createdAt: "2026-01-01T00:00:00.000Z",
    nonce: "a1",
    owner: "test",
    lockPath: path,
    ...changes,
  }) as LockHolder;

const withFiles = (changes: Partial<Files>) => ({ files: { ...world.files, ...changes } });
const failure = (code: string) => Object.assign(new Error(`${code}: made up`), { code });

describe("making a lock file", () => {
  test("tells a path that is taken from a disk that fails", async () => {
    writeFileSync(path, "");
    expect(await createLockFile(world, holder())).toBeNull();
    const broken = withFiles({ createExclusive: () => Promise.reject(failure("EROFS")) });
    await expect(createLockFile(broken, holder())).rejects.toMatchObject({ code: "EROFS" });
  });

  test("is for its maker's eyes only, and ends its line", async () => {
    await createLockFile(world, holder());
    expect((await world.files.inspect(path)).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, "utf8")).toBe(`${JSON.stringify(holder())}\n`);
  });

  const failingWrite = (unlink: Files["unlink"]) =>
    withFiles({
      async createExclusive(...words) {
        const file = await world.files.createExclusive(...words);
        return { ...file, write: () => Promise.reject(failure("ENOSPC")) };
      },
      unlink,
    });

  test("throws the first error as it was when its unfinished file is gone already", async () => {
    const vanished = failingWrite(() => Promise.reject(failure("ENOENT")));
    const error = await createLockFile(vanished, holder()).catch((reason: Error) => reason);
    expect(error).toMatchObject({ code: "ENOSPC", message: "ENOSPC: made up" });
  });

  test("names both errors when its unfinished file stays, and keeps the first as cause", async () => {
    const stuck = failingWrite(() => Promise.reject(failure("EIO")));
    const error = await createLockFile(stuck, holder()).catch((reason: Error) => reason);
    expect(error).toMatchObject({
      message: expect.stringMatching(/ENOSPC: made up.*EIO: made up.*remove it by hand/),
      cause: { code: "ENOSPC" },
    });
    expect(existsSync(path)).toBe(true);
  });
});

describe("reading a lock file", () => {
  const texts = ["gardenId", "hostname", "createdAt", "nonce", "owner", "lockPath"] as const;

  test.each(texts)("takes no holder without its %s", async (field) => {
    for (const value of [undefined, null, 7]) {
      writeFileSync(path, JSON.stringify(holder({ [field]: value })));
      expect((await readHolder(world, path, gardenId)).kind).toBe("unreadable");
    }
  });

  test.each(["null", "7", '"text"', "[]", "{}"])("takes no holder from %s", async (text) => {
    writeFileSync(path, text);
    expect(await readHolder(world, path, gardenId)).toEqual({
      kind: "unreadable",
      reason: "malformed",
      because: `${path} is empty, half-written or corrupt`,
    });
  });

  test.each([
    [1, "held"],
    [2 ** 31 - 1, "held"],
    [2 ** 31, "unreadable"],
    [0, "unreadable"],
    [1.5, "unreadable"],
    ["7", "unreadable"],
  ])("of a process numbered %j finds it %s", async (pid, kind) => {
    writeFileSync(path, JSON.stringify(holder({ pid })));
    expect((await readHolder(world, path, gardenId)).kind).toBe(kind);
  });

  test("names the garden id whose lock it is instead", async () => {
    const gardenIdOfOther = "20260101T000000-ffffff";
    writeFileSync(path, JSON.stringify(holder({ gardenId: gardenIdOfOther })));
    expect(await readHolder(world, path, gardenId)).toEqual({
      kind: "unreadable",
      reason: "of-another-id",
      because: `${path} is the lock of ${gardenIdOfOther}`,
    });
  });

  test("throws what the disk threw", async () => {
    const denied = withFiles({ readText: () => Promise.reject(failure("EACCES")) });
    await expect(readHolder(denied, path, gardenId)).rejects.toMatchObject({ code: "EACCES" });
    expect(isNoFile(failure("EACCES"))).toBe(false);
    expect(isNoFile(new Error("no code"))).toBe(false);
  });

  test.each<[string, () => void]>([
    ["a directory", () => mkdirSync(path)],
    ["a link to itself", () => symlinkSync(path, path)],
  ])("throws what tells that %s is no file", async (_what, place) => {
    place();
    const error = await readHolder(world, path, gardenId).catch((thrown: unknown) => thrown);
    expect(isNoFile(error)).toBe(true);
  });
});

describe("examining a path that was taken", () => {
  test("finds it absent once nothing is there", async () => {
    expect(await inspectLock(world, path, gardenId)).toEqual({ kind: "absent" });
  });

  test("says what it is when it is no file", async () => {
    mkdirSync(path);
    expect(await inspectLock(world, path, gardenId)).toMatchObject({
      reason: "unreadable",
      because: `${path} is unreadable: a directory, no lock file`,
    });
  });

  test("gives the code of what the disk threw, or else the error itself", async () => {
    const examined = (error: Error) =>
      inspectLock(withFiles({ inspect: () => Promise.reject(error) }), path, gardenId);
    expect(await examined(failure("EIO"))).toEqual({
      kind: "unreadable",
      reason: "unreadable",
      because: `${path} is there and unreadable (EIO)`,
    });
    expect(await examined(new Error("no code"))).toMatchObject({
      because: `${path} is there and unreadable (Error: no code)`,
    });
  });
});
