import { spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { claimSocket, SocketConflict } from "../../../src/resume/resident/claim.ts";
import { nodeWorld } from "../../../src/world/node.ts";

const { sockets } = nodeWorld();
let root: string;
let directory: string;
let path: string;
let servers: Server[] = [];
let count = 0;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "rm-claim-"));
});
beforeEach(() => {
  count += 1;
  directory = join(root, String(count));
  path = join(directory, "20260102T030405-abcdef.sock");
});
afterEach(async () => {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  servers = [];
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function server(): Server {
  const made = createServer((socket) => socket.on("error", () => undefined).end());
  servers.push(made);
  return made;
}

async function conflictOf(claiming: Promise<unknown>): Promise<string> {
  const error = await claiming.then(
    () => "claimed",
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(SocketConflict);
  return (error as Error).message;
}

/** A socket file whose process was killed. */
async function leaveStaleSocket(): Promise<void> {
  (await claimSocket(server(), path)).release();
  const script = `require("net").createServer().listen(process.argv[1], () => process.kill(process.pid, "SIGKILL"))`;
  spawnSync(process.execPath, ["-e", script, path]);
  expect(lstatSync(path).isSocket()).toBe(true);
}

async function connects(): Promise<boolean> {
  const result = await sockets.connect(path, 10_000);
  if (result.kind === "connected") result.connection.close();
  return result.kind === "connected";
}

test("makes a private directory and a private socket, and nothing else", async () => {
  await claimSocket(server(), path);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(directory)).toEqual(["20260102T030405-abcdef.sock"]);
  expect(await connects()).toBe(true);
});

test("leaves a socket alone that somebody answers on", async () => {
  await claimSocket(server(), path);
  expect(await conflictOf(claimSocket(server(), path))).toContain("answered by another process");
  expect(await connects()).toBe(true);
});

test("replaces a stale socket", async () => {
  await leaveStaleSocket();
  expect(await connects()).toBe(false);
  await claimSocket(server(), path);
  expect(await connects()).toBe(true);
  expect(readdirSync(directory)).toHaveLength(1);
});

test("lets exactly one of several claim a stale socket", async () => {
  await leaveStaleSocket();
  const claims = await Promise.allSettled([1, 2, 3, 4].map(() => claimSocket(server(), path)));
  expect(claims.filter((claim) => claim.status === "fulfilled")).toHaveLength(1);
  expect(await connects()).toBe(true);
  expect(readdirSync(directory)).toHaveLength(1);
});

test("refuses a symbolic link, even to nothing, and does not follow it", async () => {
  (await claimSocket(server(), path)).release();
  symlinkSync(join(directory, "elsewhere"), path);
  expect(await conflictOf(claimSocket(server(), path))).toContain("is a symbolic link");
  expect(lstatSync(path).isSymbolicLink()).toBe(true);
  expect(existsSync(join(directory, "elsewhere"))).toBe(false);
});

test("refuses a file that is not a socket", async () => {
  (await claimSocket(server(), path)).release();
  writeFileSync(path, "mine");
  expect(await conflictOf(claimSocket(server(), path))).toContain("is not a socket");
  expect(readdirSync(directory)).toHaveLength(1);
});

test("says by how much a path is too long, before anything is made", async () => {
  const long = join(directory, "d".repeat(110), "x.sock");
  expect(await conflictOf(claimSocket(server(), long))).toMatch(/has \d+ bytes, the system takes/);
  expect(existsSync(directory)).toBe(false);
});

test("releases its own socket, and not its successor's", async () => {
  const first = await claimSocket(server(), path);
  unlinkSync(path);
  await claimSocket(server(), path);
  first.release();
  expect(await connects()).toBe(true);
});
