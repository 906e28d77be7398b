// The lock's one purpose, put to the test by real processes in a real directory. The oracle is a
// file that can be created only once: it knows nothing of locks.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const racer = fileURLToPath(new URL("./lock-racer.ts", import.meta.url));
const gardenId = "20260101T000000-0a0b0c";
const racers = 4;
const acquisitionsEach = 80;

interface Counts {
  readonly acquired: number;
  readonly abandoned: number;
  readonly reclaimed: number;
  readonly conflicts: number;
  readonly notOurs: number;
  readonly together: number;
  readonly threw: number;
}

test("admits one holder at a time when several processes race for one stale lock", async () => {
  const directory = mkdtempSync(join(tmpdir(), "lock-race-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const deadPid = spawnSync(process.execPath, ["--version"]).pid;
  const lockPath = join(directory, `${gardenId}.lock`);
  const holder = { gardenId, pid: deadPid, hostname: hostname(), createdAt: "then", owner: "gone" };
  writeFileSync(lockPath, JSON.stringify({ ...holder, nonce: "first", lockPath }));

  const started = Array.from({ length: racers }, () => startRacer(directory, deadPid));
  await Promise.all(started.map(({ ready }) => ready));
  writeFileSync(join(directory, "start"), "");
  const counts = await Promise.all(started.map(({ counted }) => counted));
  const total = (key: keyof Counts) => counts.reduce((sum, each) => sum + each[key], 0);

  expect(total("acquired")).toBe(racers * acquisitionsEach);
  expect(total("abandoned")).toBeGreaterThanOrEqual(200);
  expect(total("reclaimed")).toBeGreaterThan(20);
  expect(total("conflicts")).toBeGreaterThan(0);
  const wrong = { together: total("together"), notOurs: total("notOurs"), threw: total("threw") };
  expect(wrong).toEqual({ together: 0, notOurs: 0, threw: 0 });
});

function startRacer(directory: string, deadPid: number) {
  const words = [racer, directory, gardenId, String(deadPid), String(acquisitionsEach)];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const ready = lines.next();
  const count = async (): Promise<Counts> => {
    await ready;
    return JSON.parse(`${(await lines.next()).value}`);
  };
  return { ready, counted: count() };
}
