import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { LockHolder } from "../../src/evidence/event.ts";
import { lockPath } from "../../src/formats/places.ts";
import { acquireLock, type HeldLock } from "../../src/resume/lock.ts";
import { readHolder, releaseLock } from "../../src/resume/lock-file.ts";
import { nodeWorld } from "../../src/world/node.ts";
import type { Files, World } from "../../src/world/world.ts";

const gardenId = "20260101T000000-0a0b0c";
const world = nodeWorld();
const deadPid = spawnSync(process.execPath, ["--version"]).pid;

let directory: string;
let path: string;
let marker: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "lock-"));
  path = lockPath(directory, gardenId);
  marker = `${path}.reclaim`;
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
});

const acquire = (altered: World = world) =>
  acquireLock(altered, { directory, gardenId, owner: "test" });

async function acquired(altered?: World): Promise<HeldLock> {
  const result = await acquire(altered);
  if (result.kind !== "acquired") throw new Error(`not acquired: ${result.because}`);
  return result.lock;
}

async function refused(altered?: World) {
  const result = await acquire(altered);
  if (result.kind !== "conflict") throw new Error("acquired, and a conflict was due");
  return result;
}

function place(changes: Partial<Record<keyof LockHolder, unknown>> = {}, at = path): string {
  const { hostname } = world.host;
  const holder = { gardenId, pid: deadPid, hostname, createdAt: "2026-01-01T00:00:00.000Z" };
  const content = { ...holder, nonce: "dead", owner: "somebody", lockPath: path, ...changes };
  const text = JSON.stringify(content);
  writeFileSync(at, text);
  return text;
}

const ownStart = async () => (await world.processes.identify(process.pid))?.startTime;

const withFiles = (changes: Partial<Files>): World => ({
  ...world,
  files: { ...world.files, ...changes },
});

const failure = (code: string) => Object.assign(new Error(`${code}: made up`), { code });

describe("acquire", () => {
  test("names its holder on disk, in full", async () => {
    const lock = await acquired();
    const { createdAt, ...holder } = JSON.parse(readFileSync(path, "utf8"));
    expect(holder).toEqual({
      gardenId,
      pid: process.pid,
      hostname: world.host.hostname,
      nonce: lock.nonce,
      owner: "test",
      lockPath: path,
      startTime: await ownStart(),
    });
    expect(Date.parse(createdAt)).toBeGreaterThan(0);
    expect(lock.reclaimed).toBe(false);
  });

  test("makes a lock directory that is missing", async () => {
    rmSync(directory, { recursive: true });
    expect((await acquired()).path).toBe(path);
  });

  test("builds no path from a malformed id", () => {
    expect(() => lockPath(directory, "../escape")).toThrow(RangeError);
  });

  test("refuses while a live process holds it, and says who", async () => {
    const first = await acquired();
    const conflict = await refused();
    expect(conflict.holder?.nonce).toBe(first.nonce);
    expect(conflict.reason).toBe("held");
    expect(conflict.because).toContain(`process ${process.pid} on ${world.host.hostname}`);
  });

  test.each([
    ["empty", ""],
    ["half-written", '{"gardenId":"2026'],
    ["corrupt", "[]"],
    ["without a holder's pid", JSON.stringify({ gardenId, nonce: "x" })],
  ])("refuses a lock that is %s, and keeps it", async (_what, text) => {
    writeFileSync(path, text);
    const conflict = await refused();
    expect(conflict.holder).toBeNull();
    expect(conflict.reason).toBe("malformed");
    expect(conflict.because).toContain(path);
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  test.each([
    ["of another id", "of-another-id", { gardenId: "20260101T000000-ffffff" }],
    ["of another host", "held", { hostname: "elsewhere" }],
    ["of a process group", "malformed", { pid: 0 }],
    ["of a negative pid", "malformed", { pid: -1 }],
    ["of a pid that cannot exist", "malformed", { pid: 2 ** 40 }],
    ["of a live process", "held", { pid: process.pid }],
    ["of a live process of somebody else", "held", { pid: 1 }],
  ])("never reclaims a lock %s, and says why: %s", async (_whose, reason, changes) => {
    const text = place(changes);
    expect((await refused()).reason).toBe(reason);
    expect(readFileSync(path, "utf8")).toBe(text);
    expect(existsSync(marker)).toBe(false);
  });

  test.each([
    ["that it does not tell", {}, /does not say when process \d+ began.*remove .*\.lock by hand/],
    ["that is no text", { startTime: 7 }, /does not say when/],
    ["that is empty", { startTime: "" }, /does not say when/],
    ["in another form", { startTime: "Thu Jan  1 00:00:00 1970" }, /in another form/],
  ])("never reclaims a lock of a live number with a start %s", async (_what, changes, words) => {
    const text = place({ pid: process.pid, ...changes });
    expect((await refused()).because).toMatch(words);
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  test("never reclaims a lock whose holder lives since the start that it names", async () => {
    const text = place({ pid: process.pid, startTime: await ownStart() });
    expect((await refused()).because).toMatch(/since 2026-01-01T00:00:00.000Z$/);
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  test.each([
    ["fails", () => Promise.reject(failure("EACCES"))],
    ["finds nobody", () => Promise.resolve(null)],
  ])("never reclaims while the look at the number's process %s", async (_what, identify) => {
    const text = place({ pid: process.pid, startTime: "0" });
    const altered = { ...world, processes: { ...world.processes, identify } };
    expect((await refused(altered)).because).toContain("cannot be read");
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  test("writes no start where the system does not tell its own", async () => {
    await acquired({ ...world, host: { ...world.host, startTime: null } });
    expect(JSON.parse(readFileSync(path, "utf8"))).not.toHaveProperty("startTime");
  });

  test("takes no two hosts without a name for one", async () => {
    place({ hostname: "" });
    await refused({ ...world, host: { ...world.host, hostname: "" } });
  });

  test.each(["denied", "sent"] as const)(
    "never reclaims when the kernel says %s",
    async (result) => {
      place();
      await refused({ ...world, processes: { ...world.processes, signal: () => result } });
    },
  );

  test("refuses what is no file, and keeps it", async () => {
    mkdirSync(path);
    expect((await refused()).because).toContain("a directory");
    rmSync(path, { recursive: true });
    symlinkSync(join(directory, "nowhere"), path);
    expect(await refused()).toMatchObject({
      reason: "unreadable",
      because: expect.stringContaining("a symlink"),
    });
  });

  test("refuses a lock that it may not read", async () => {
    place();
    const altered = withFiles({ readText: () => Promise.reject(failure("EACCES")) });
    expect((await refused(altered)).because).toContain("EACCES");
    expect(existsSync(path)).toBe(true);
  });

  test("throws when the lock directory is a file", async () => {
    rmSync(directory, { recursive: true });
    writeFileSync(directory, "");
    await expect(acquire()).rejects.toThrow(/EEXIST|ENOTDIR/);
  });

  test.runIf(process.getuid?.() !== 0)("throws when the directory is not writable", async () => {
    chmodSync(directory, 0o500);
    await expect(acquire()).rejects.toThrow("EACCES");
  });
});

describe("a full disk", () => {
  const failing = (step: "write" | "close", code = "ENOSPC"): Partial<Files> => ({
    async createExclusive(...words) {
      const file = await world.files.createExclusive(...words);
      let closed = false;
      const close = async () => {
        await file.close();
        if (step === "close" && !closed) {
          closed = true;
          throw failure(code);
        }
      };
      const write = (text: string) =>
        step === "write" ? Promise.reject(failure(code)) : file.write(text);
      return { ...file, write, close };
    },
  });

  test.each(["write", "close"] as const)(
    "leaves no lock behind when the %s fails",
    async (step) => {
      await expect(acquire(withFiles(failing(step)))).rejects.toMatchObject({ code: "ENOSPC" });
      expect(readdirSync(directory)).toEqual([]);
    },
  );

  test("leaves the dead holder's lock alone when the marker cannot be written", async () => {
    const text = place();
    await expect(acquire(withFiles(failing("write")))).rejects.toMatchObject({ code: "ENOSPC" });
    expect(readdirSync(directory)).toEqual([`${gardenId}.lock`]);
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  test("says what it could not remove, and keeps the first error's code", async () => {
    const stuck = withFiles({ ...failing("write"), unlink: () => Promise.reject(failure("EIO")) });
    await expect(acquire(stuck)).rejects.toMatchObject({
      code: "ENOSPC",
      message: expect.stringContaining(`${path} could not be written`),
    });
  });
});

describe("reclaim", () => {
  test("takes a dead holder's lock over and leaves no marker", async () => {
    place();
    const lock = await acquired();
    expect(lock.reclaimed).toBe(true);
    expect(readdirSync(directory)).toEqual([`${gardenId}.lock`]);
    expect(JSON.parse(readFileSync(path, "utf8")).nonce).toBe(lock.nonce);
  });

  test("takes over a lock whose number another process bears by now, and says so", async () => {
    place({ pid: process.pid, startTime: "1" });
    const lock = await acquired();
    expect(lock.from?.holder.nonce).toBe("dead");
    expect(lock.from?.because).toMatch(
      new RegExp(`began at 1, and the one that is process ${process.pid} now at \\d+`),
    );
    expect(readdirSync(directory)).toEqual([`${gardenId}.lock`]);
  });

  test("takes it over from another user's process too: that one was never the holder", async () => {
    place({ pid: process.pid, startTime: "1" });
    const processes = { ...world.processes, signal: () => "denied" as const };
    expect((await acquired({ ...world, processes })).reclaimed).toBe(true);
  });

  test("tells of a reclaimer whose number was given away that it is gone", async () => {
    place();
    place({ pid: process.pid, startTime: "1", lockPath: marker }, marker);
    expect((await refused()).because).toContain("which is gone");
  });

  test("leaves a successor's lock alone that came before the marker", async () => {
    place();
    const altered = withFiles({
      async createExclusive(name, mode) {
        const file = await world.files.createExclusive(name, mode);
        if (name === marker) place({ nonce: "successor", pid: process.pid });
        return file;
      },
    });
    expect((await refused(altered)).holder?.nonce).toBe("successor");
    expect(JSON.parse(readFileSync(path, "utf8")).nonce).toBe("successor");
    expect(existsSync(marker)).toBe(false);
  });

  test("leaves a fresh acquirer's lock alone that came after the unlink", async () => {
    place();
    const altered = withFiles({
      async unlink(name) {
        await world.files.unlink(name);
        if (name === path) place({ nonce: "fresh", pid: process.pid });
      },
    });
    expect((await refused(altered)).holder?.nonce).toBe("fresh");
    expect(JSON.parse(readFileSync(path, "utf8")).nonce).toBe("fresh");
    expect(existsSync(marker)).toBe(false);
  });

  test("waits for no other reclaimer, and names it", async () => {
    const text = place();
    place({ pid: process.pid, lockPath: marker }, marker);
    const conflict = await refused();
    expect(conflict.reason).toBe("being-reclaimed");
    expect(conflict.because).toContain(`by process ${process.pid}`);
    expect(conflict.because).not.toContain("by hand");
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  test("never takes over the marker of a reclaimer that died, and says what to do", async () => {
    place();
    place({ lockPath: marker }, marker);
    const conflict = await refused();
    expect(conflict.reason).toBe("reclaimer-gone");
    expect(conflict.because).toContain(`process ${deadPid}`);
    expect(conflict.because).toContain(`remove ${marker} by hand`);
    expect(conflict.holder?.nonce).toBe("dead");
    expect(existsSync(marker)).toBe(true);
  });

  test("never takes over a marker that is empty, and says what to do", async () => {
    place();
    writeFileSync(marker, "");
    expect((await refused()).because).toContain(`remove ${marker} by hand`);
    expect(existsSync(marker)).toBe(true);
  });

  test("acquires although a reclaimer died between its two steps", async () => {
    place({ lockPath: marker }, marker);
    expect((await acquired()).reclaimed).toBe(false);
  });

  test("gives the lock back when its marker cannot be removed", async () => {
    place();
    const altered = withFiles({
      unlink: (name) =>
        name === marker ? Promise.reject(failure("EIO")) : world.files.unlink(name),
    });
    await expect(acquire(altered)).rejects.toMatchObject({ code: "EIO" });
    expect(existsSync(path)).toBe(false);
  });

  test("removes no marker that somebody else has put in its place", async () => {
    place();
    const altered = withFiles({
      async unlink(name) {
        await world.files.unlink(name);
        if (name === path) place({ nonce: "other", lockPath: marker }, marker);
      },
    });
    await acquired(altered);
    expect(JSON.parse(readFileSync(marker, "utf8")).nonce).toBe("other");
  });
});

describe("release", () => {
  test("removes its own lock, once", async () => {
    const lock = await acquired();
    expect(await releaseLock(world, lock)).toBe("released");
    expect(await releaseLock(world, lock)).toBe("absent");
    expect(readdirSync(directory)).toEqual([]);
  });

  test.each([
    ["another nonce", () => place({ nonce: "successor", pid: process.pid })],
    ["another id", () => place({ gardenId: "20260101T000000-ffffff" })],
    ["nothing readable", () => writeFileSync(path, "")],
  ])("keeps a lock with %s", async (_what, replace) => {
    const lock = await acquired();
    replace();
    const text = readFileSync(path, "utf8");
    expect(await releaseLock(world, lock)).toBe("not-owned");
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  test("throws what the disk throws: nobody knows what became of the lock", async () => {
    const lock = await acquired();
    const altered = withFiles({ unlink: () => Promise.reject(failure("EIO")) });
    await expect(releaseLock(altered, lock)).rejects.toMatchObject({ code: "EIO" });
  });

  test("calls a lock absent that vanished under its hands", async () => {
    const lock = await acquired();
    const altered = withFiles({ unlink: () => Promise.reject(failure("ENOENT")) });
    expect(await releaseLock(altered, lock)).toBe("absent");
  });
});

test("reading a lock tells absent, unreadable and held apart", async () => {
  expect(await readHolder(world, path, gardenId)).toEqual({ kind: "absent" });
  writeFileSync(path, "");
  expect((await readHolder(world, path, gardenId)).kind).toBe("unreadable");
  place();
  expect(await readHolder(world, path, gardenId)).toMatchObject({ holder: { pid: deadPid } });
});
