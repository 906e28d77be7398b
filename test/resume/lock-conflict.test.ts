// Locks that change hands between two steps of whoever wants them: what the conflict then says.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { lockPath } from "../../src/formats/places.ts";
import { acquireLock } from "../../src/resume/lock.ts";
import { nodeWorld } from "../../src/world/node.ts";
import type { Files } from "../../src/world/world.ts";

const gardenId = "20260101T000000-0a0b0c";
const world = nodeWorld();
const deadPid = spawnSync(process.execPath, ["--version"]).pid;

let directory: string;
let path: string;
let marker: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "lock-conflict-"));
  path = lockPath(directory, gardenId);
  marker = `${path}.reclaim`;
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
});

function placeDead(): void {
  const { hostname } = world.host;
  const holder = { gardenId, pid: deadPid, hostname, createdAt: "2026-01-01T00:00:00.000Z" };
  writeFileSync(path, JSON.stringify({ ...holder, nonce: "dead", owner: "o", lockPath: path }));
}

const acquireWith = (changes: Partial<Files>) =>
  acquireLock(
    { ...world, files: { ...world.files, ...changes } },
    { directory, gardenId, owner: "test" },
  );

/** Calls it just after the file of this name was made. */
const afterMaking = (name: () => string, act: () => void): Partial<Files> => ({
  async createExclusive(made, mode) {
    const file = await world.files.createExclusive(made, mode);
    if (made === name()) act();
    return file;
  },
});

const taken = () => Promise.reject(Object.assign(new Error("taken"), { code: "EEXIST" }));

describe("a conflict without a holder", () => {
  test("is one with a lock that was released before it could be read", async () => {
    expect(await acquireWith({ createExclusive: taken })).toEqual({
      kind: "conflict",
      path,
      reason: "just-released",
      because: "the lock was released just now",
      holder: null,
    });
  });

  test.each([
    ["is gone", () => rmSync(path)],
    ["is half-written", () => writeFileSync(path, "")],
  ])("is one with a lock that, under the marker, %s", async (_what, change) => {
    placeDead();
    const result = await acquireWith(afterMaking(() => marker, change));
    expect(result).toEqual({
      kind: "conflict",
      path,
      reason: "reclaimed-first",
      because: "somebody else reclaimed the lock first",
      holder: null,
    });
    expect(existsSync(marker)).toBe(false);
  });

  test("is one with a lock that another acquirer is just writing", async () => {
    placeDead();
    const result = await acquireWith({
      async unlink(name) {
        await world.files.unlink(name);
        if (name === path) writeFileSync(path, "");
      },
    });
    expect(result).toEqual({
      kind: "conflict",
      path,
      reason: "taken-while-reclaiming",
      because: "somebody else took the lock while it was being reclaimed",
      holder: null,
    });
  });
});

test("a conflict with a marker that is gone again names it, and asks nobody to remove it", async () => {
  placeDead();
  const createExclusive: Files["createExclusive"] = (name, mode) =>
    name === marker ? taken() : world.files.createExclusive(name, mode);
  expect(await acquireWith({ createExclusive })).toMatchObject({
    kind: "conflict",
    reason: "being-reclaimed",
    because: `the lock of a dead process is being reclaimed, or was until just now (${marker})`,
    holder: { nonce: "dead" },
  });
});
