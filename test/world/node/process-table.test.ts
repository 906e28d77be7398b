import { execFile, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { ownStartTime, processTable, psTable } from "../../../src/world/node/process-table.ts";

const script = fileURLToPath(new URL("./without-descriptors.ts", import.meta.url));
const name = "RESUME_MATRIX_TEST_MARKER";

/** One shell with this many children, all of them marked; gone after the test. */
function startMarked(children: number): string {
  const value = crypto.randomUUID();
  const env = { PATH: process.env.PATH, [name]: value };
  const lines = `for n in $(seq ${children}); do sleep 60 & done; wait`;
  const shell = spawn("sh", ["-c", lines], { detached: true, stdio: "ignore", env });
  onTestFinished(() => void process.kill(-(shell.pid as number), "SIGKILL"));
  return value;
}

/** Where `spare` more files can be opened than are open. */
async function lookWithout(spare: number, value: string) {
  const limited = 'ulimit -n 100; exec "$0" "$@"';
  const words = ["-c", limited, process.execPath, script, String(spare), name, value];
  const { stdout } = await promisify(execFile)("sh", words);
  return JSON.parse(stdout);
}

/** Puts a `ps` of our own first; it prints and ends as told. */
function withPs(lines: string): void {
  const directory = mkdtempSync(join(tmpdir(), "ps-"));
  const { PATH } = process.env;
  onTestFinished(() => {
    process.env.PATH = PATH;
    rmSync(directory, { recursive: true });
  });
  writeFileSync(join(directory, "ps"), `#!/bin/sh\n${lines}\n`);
  chmodSync(join(directory, "ps"), 0o755);
  process.env.PATH = `${directory}:${PATH}`;
}

test("a process's own start is the one that others see", async () => {
  const seen = await processTable.identify(process.pid);
  expect(ownStartTime()).toBe(seen?.startTime);
});

/** Small images come without it. */
const hasPs = spawnSync("ps").error === undefined;

const deadPid = () => spawnSync(process.execPath, ["--version"]).pid;

test.runIf(hasPs)("ps gives one start to whoever asks, in whatever zone and tongue", async () => {
  const { TZ, LC_ALL } = process.env;
  onTestFinished(() => {
    for (const [key, value] of Object.entries({ TZ, LC_ALL })) {
      if (value === undefined) delete process.env[key];
      else process.env[key] = value;
    }
  });
  const here = await psTable.identify(process.pid);
  Object.assign(process.env, { TZ: "Asia/Tokyo", LC_ALL: "de_DE.UTF-8" });
  expect(await psTable.identify(process.pid)).toEqual(here);
});

describe.each([
  ["the system's own", processTable],
  ...(hasPs ? [["ps", psTable] as const] : []),
] as const)("with %s", (_name, table) => {
  test("a process that lives has its start time, one that ended is gone", async () => {
    const self = await table.identify(process.pid);
    expect(self).toEqual({ pid: process.pid, startTime: expect.stringMatching(/./) });
    expect(await table.identify(process.pid)).toEqual(self);
    expect(await table.identify(deadPid())).toBeNull();
  });
});

describe.runIf(process.platform === "linux")("by its marker", () => {
  test("every process that carries it is found, and no other", async () => {
    const value = startMarked(2);
    await expect.poll(() => processTable.withMarker(name, value)).toHaveLength(3);
    expect(await processTable.withMarker(name, `${value}0`)).toEqual([]);
  });
});

describe.runIf(process.platform === "linux")("where no more files can be opened", () => {
  test("a process that lives is not called gone, and a watch is given", async () => {
    const value = startMarked(1);
    await expect.poll(() => processTable.withMarker(name, value)).toHaveLength(2);
    const failed = { identified: "EMFILE", marked: "EMFILE" };
    expect(await lookWithout(1, value)).toEqual({ ...failed, watched: "a watch" });
  });

  test("a few are enough to find every marked process", async () => {
    const value = startMarked(60);
    await expect.poll(() => processTable.withMarker(name, value)).toHaveLength(61);
    expect(await lookWithout(40, value)).toMatchObject({ marked: 61 });
  });
});

describe("what ps says", () => {
  test.each([
    ["nothing, and ends with 1", "exit 1"],
    ["that no number is so high", 'echo "ps: process id too large: 4194305" >&2; exit 1'],
    ["that it is a zombie", "echo 'Z    Thu Jan  1 00:00:00 1970'"],
  ])("is gone: %s", async (_what, lines) => {
    withPs(lines);
    expect(await psTable.identify(4711)).toBeNull();
  });

  test.each([
    ["its own trouble, and ends with 1", 'echo "ps: sysctl: Cannot allocate memory" >&2; exit 1'],
    ["nothing, and ends with 2", "exit 2"],
    ["nothing, for it was killed", "kill -9 $$"],
  ])("is not gone: %s", async (_what, lines) => {
    withPs(lines);
    await expect(psTable.identify(4711)).rejects.toThrow("Command failed");
  });

  test("is nothing at all where it cannot be started", async () => {
    withPs("");
    process.env.PATH = "/nonexistent";
    await expect(psTable.identify(process.pid)).rejects.toMatchObject({ code: "ENOENT" });
  });
});
