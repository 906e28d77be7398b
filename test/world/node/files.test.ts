import { execFileSync } from "node:child_process";
import { EventEmitter } from "node:events";
import * as fs from "node:fs";
import { open } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { watchChild } from "../../../src/resume/watch.ts";
import { nodeWorld } from "../../../src/world/node.ts";

vi.mock("node:fs", async (original) => {
  const actual = await original<typeof fs>();
  return { ...actual, watch: vi.fn(actual.watch) };
});

const { files } = nodeWorld();
let directory = "";
beforeEach(() => {
  directory = fs.mkdtempSync(join(tmpdir(), "rm-files-"));
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

describe("reading bytes", () => {
  test("gives all that was asked for, however long", async () => {
    const path = join(directory, "long");
    const content = Buffer.alloc(700_000, "0123456789");
    fs.writeFileSync(path, content);
    expect(content.subarray(3).equals(await files.readBytes(path, 3, 699_997))).toBe(true);
    expect(await files.readBytes(path, 699_998, 10)).toEqual(Buffer.from("89"));
    expect(await files.readBytes(path, 700_000, 10)).toHaveLength(0);
    expect(await files.readBytes(path, 0, 0)).toHaveLength(0);
  });

  test("goes on where the system gives less at once", async () => {
    const path = join(directory, "slow");
    fs.writeFileSync(path, "0123456789");
    await withReadsOf(3, path);
    expect(Buffer.from(await files.readBytes(path, 1, 8)).toString()).toBe("12345678");
    expect(Buffer.from(await files.readBytes(path, 1, 80)).toString()).toBe("123456789");
  });
});

describe("what is no regular file", () => {
  const pipe = () => {
    const path = join(directory, "pipe");
    execFileSync("mkfifo", [path]);
    return path;
  };
  const others: readonly (readonly [string, () => string, string])[] = [
    ["a pipe", pipe, "EFTYPE"],
    ["a link to a pipe", () => linked(pipe()), "EFTYPE"],
    ["a device", () => "/dev/zero", "EFTYPE"],
    ["a link to a device", () => linked("/dev/zero"), "EFTYPE"],
    ["a directory", () => directory, "EISDIR"],
    ["a link that leads nowhere", () => linked(join(directory, "nowhere")), "ENOENT"],
  ];
  const linked = (target: string) => {
    const path = join(directory, "link");
    fs.symlinkSync(target, path);
    return path;
  };

  test.each(others)("%s is never read", async (_what, make, code) => {
    const path = make();
    await expect(files.readText(path)).rejects.toMatchObject({ code });
    await expect(files.readBytes(path, 0, 1)).rejects.toMatchObject({ code });
  });

  test.each(others.slice(0, 5))("%s is never written to", async (_what, make, code) => {
    await expect(files.writeText(make(), "x")).rejects.toMatchObject({ code });
  });

  test("a socket is never read", async () => {
    const path = join(directory, "s");
    const server = createServer().listen(path);
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once("listening", resolve));
    await expect(files.readText(path)).rejects.toMatchObject({ code: "EFTYPE" });
  });

  test("a link to a file is read and written through", async () => {
    const real = join(directory, "real");
    await files.writeText(real, "one", 0o600);
    const path = linked(real);
    await files.writeText(path, "2");
    expect(await files.readText(path)).toBe("2");
    expect([fs.readFileSync(real, "utf8"), fs.statSync(real).mode & 0o777]).toEqual(["2", 0o600]);
  });
});

test.runIf(process.getuid?.() !== 0)("a closed directory is told of, or thrown for", async () => {
  const closed = join(directory, "closed");
  fs.mkdirSync(closed, { mode: 0 });
  onTestFinished(() => fs.chmodSync(closed, 0o700));
  const told: string[] = [];
  expect(await files.tree(directory, (path) => void told.push(path))).toEqual([]);
  expect(told).toEqual([closed]);
  await expect(files.tree(directory)).rejects.toMatchObject({ code: "EACCES" });
});

test("a tree names all but directories, and follows no link", async () => {
  const below = join(directory, "below");
  fs.mkdirSync(join(below, "deep", "er"), { recursive: true });
  fs.mkdirSync(join(below, "empty"));
  for (const name of ["b", ".a", "deep/er/c"]) fs.writeFileSync(join(below, name), "");
  fs.symlinkSync(join(below, "deep"), join(below, "link"));
  const names = [".a", "b", "deep/er/c", "link"];
  expect(await files.tree(below)).toEqual(names.map((name) => join(below, name)));
  expect(await files.tree(join(directory, "missing"))).toEqual([]);
});

/** Every handle gives this many bytes a read, and no more, until the test is done. */
async function withReadsOf(bytes: number, path: string): Promise<void> {
  const handle = await open(path);
  const prototype = Object.getPrototypeOf(handle) as typeof handle;
  await handle.close();
  const { read } = prototype;
  const short = function (this: typeof handle, ...[buffer, at, length, from]: unknown[]) {
    return Reflect.apply(read, this, [buffer, at, Math.min(bytes, length as number), from]);
  };
  const spy = vi.spyOn(prototype, "read").mockImplementation(short as typeof read);
  onTestFinished(() => spy.mockRestore());
}

const watchLimit = () => {
  throw Object.assign(new Error("ENOSPC: System limit for number of file watchers reached"), {
    code: "ENOSPC",
  });
};

describe("a watch", () => {
  test("tells of what changes in its directory", async () => {
    const names: (string | null)[] = [];
    const watch = files.watch(directory, (name) => names.push(name));
    fs.writeFileSync(join(directory, "new"), "");
    await expect.poll(() => names).toContain("new");
    watch.close();
  });

  test("of what is not there, or beyond the system's limits, tells nothing", () => {
    files.watch(join(directory, "missing"), () => undefined).close();
    vi.mocked(fs.watch).mockImplementationOnce(watchLimit);
    files.watch(directory, () => undefined).close();
  });

  test("that breaks is closed, and may be closed again", () => {
    const broken = Object.assign(new EventEmitter(), { close: vi.fn() });
    vi.mocked(fs.watch).mockImplementationOnce(() => broken as unknown as fs.FSWatcher);
    const watch = files.watch(directory, () => undefined);
    broken.emit("error", new Error("ENOSPC"));
    expect(broken.close).toHaveBeenCalledOnce();
    watch.close();
  });

  test("that cannot be had costs no child its life: its socket is looked for all the same", async () => {
    const world = nodeWorld();
    const signal = vi.spyOn(world.processes, "signal").mockReturnValue("sent");
    onTestFinished(() => signal.mockRestore());
    vi.mocked(fs.watch).mockImplementationOnce(watchLimit);
    const socketPath = join(directory, "s.sock");
    const server = createServer();
    onTestFinished(() => void server.close());
    setTimeout(() => server.listen(socketPath), 100);
    const identity = { pid: process.pid, startTime: "1" };
    const outcome = await watchChild(world, {
      child: {
        started: Promise.resolve({ kind: "started", identity }),
        exited: new Promise(() => undefined),
      },
      socketPath,
      lockPath: join(directory, "s.lock"),
      observeTimeoutMs: 20_000,
      killGraceMs: 100,
      connectTimeoutMs: 500,
      pollMs: 20,
    });
    expect(outcome).toEqual({ kind: "socket-alive", pid: process.pid });
    expect(signal).not.toHaveBeenCalled();
  });
});
