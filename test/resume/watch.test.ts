import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { watchChild } from "../../src/resume/watch.ts";
import type { ExitResult, FileKind, StartResult } from "../../src/world/world.ts";
import { virtualClock } from "../virtual-clock.ts";

const identity = { pid: 4711, startTime: "100" };
const bounds = { observeTimeoutMs: 1_000, killGraceMs: 300, connectTimeoutMs: 50, pollMs: 250 };
const paths = { socketPath: "/control/session.sock", lockPath: "/locks/session.lock" };

/** What happens to the child and its socket, and when. */
interface Story {
  readonly start?: StartResult;
  /** By itself; default: never. */
  readonly exitsAtMs?: number;
  readonly exit?: ExitResult;
  /** Ends this long after SIGTERM; default: it is deaf to it. */
  readonly obeysAfterMs?: number;
  readonly fileAtMs?: number;
  readonly fileKind?: FileKind;
  /** From here on a connect succeeds (default: never); before it, it fails with `connectCode`. */
  readonly answersAtMs?: number;
  readonly connectCode?: string;
  /** Whether the directory watch tells of the file. */
  readonly watchTells?: boolean;
  readonly watchThrows?: boolean;
}

async function play(story: Story) {
  const { clock, at, run } = virtualClock();
  const exited = Promise.withResolvers<ExitResult>();
  const signals: string[] = [];
  let connects = 0;
  let watching = 0;
  let changed: () => void = () => undefined;
  const nowMs = () => clock.monotonicMs();
  const exitAt = (atMs: number, exit: ExitResult) => at(atMs, () => exited.resolve(exit));
  if (story.exitsAtMs !== undefined) {
    exitAt(story.exitsAtMs, story.exit ?? { exitCode: 1, signal: null });
  }
  if (story.fileAtMs !== undefined && story.watchTells) at(story.fileAtMs, () => changed());
  const files = {
    async inspect() {
      const there = story.fileAtMs !== undefined && nowMs() >= story.fileAtMs;
      return { kind: there ? (story.fileKind ?? "socket") : "missing", bytes: 0, mode: 0o600 };
    },
    watch(_directory: string, onChange: () => void) {
      if (story.watchThrows) throw new Error("too many watches");
      watching += 1;
      changed = onChange;
      return { close: () => watching-- };
    },
  };
  const sockets = {
    async connect() {
      connects += 1;
      if (story.answersAtMs === undefined || nowMs() < story.answersAtMs) {
        return { kind: "failed", code: story.connectCode ?? "ECONNREFUSED" };
      }
      return { kind: "connected", connection: { close() {} } };
    },
  };
  const processes = {
    signal(pid: number, signal: string) {
      signals.push(`${signal} to ${pid} at ${nowMs()}`);
      if (story.obeysAfterMs !== undefined) {
        exitAt(nowMs() + story.obeysAfterMs, { exitCode: 143, signal: null });
      }
      return "sent";
    },
  };
  const start: StartResult = story.start ?? { kind: "started", identity };
  const child = { started: Promise.resolve(start), exited: exited.promise };
  const world = { clock, files, sockets, processes } as unknown as Parameters<typeof watchChild>[0];
  const outcome = await run(watchChild(world, { child, ...paths, ...bounds }));
  const endedAtMs = nowMs();
  await new Promise((resolve) => setImmediate(resolve));
  return { outcome, signals, connects, watching, endedAtMs };
}

const retained = (reason: "kill-unconfirmed" | "observe-failed") => ({
  kind: "lock-retained",
  reason,
  pid: identity.pid,
  ...paths,
  observeTimeoutMs: bounds.observeTimeoutMs,
  killGraceMs: bounds.killGraceMs,
});
const alive = { kind: "socket-alive", pid: identity.pid };
const terminated = { kind: "child-exited", exitCode: 143, signal: null };
const atTimeout = [`SIGTERM to ${identity.pid} at ${bounds.observeTimeoutMs}`];

describe("without a signal", () => {
  test("says why a child could not be started", async () => {
    const start = { kind: "failed", code: "ENOENT", message: "no such command" } as const;
    const { outcome, signals } = await play({ start });
    expect(outcome).toEqual({ kind: "spawn-start-failed", error: "no such command" });
    expect(signals).toEqual([]);
  });

  test("says how a child exited that never had a socket", async () => {
    const exit = { exitCode: null, signal: "SIGKILL" };
    const { outcome, signals } = await play({ exitsAtMs: 400, exit });
    expect(outcome).toEqual({ kind: "child-exited", ...exit });
    expect(signals).toEqual([]);
  });

  test("sees an exit that came before anybody looked", async () => {
    const { outcome, endedAtMs } = await play({ exitsAtMs: 0 });
    expect(outcome).toEqual({ kind: "child-exited", exitCode: 1, signal: null });
    expect(endedAtMs).toBe(0);
  });

  test("sees a socket at once when the directory tells of it", async () => {
    const { outcome, endedAtMs } = await play({
      fileAtMs: 310,
      answersAtMs: 310,
      watchTells: true,
    });
    expect(outcome).toEqual(alive);
    expect(endedAtMs).toBe(310);
  });

  test("finds a socket by looking when the directory says nothing", async () => {
    const { outcome, endedAtMs } = await play({ fileAtMs: 310, answersAtMs: 310 });
    expect(outcome).toEqual(alive);
    expect(endedAtMs).toBe(500);
  });

  test("does not take a socket that refuses for one that answers", async () => {
    const { outcome, endedAtMs } = await play({ fileAtMs: 0, answersAtMs: 95 });
    expect(outcome).toEqual(alive);
    expect(endedAtMs).toBe(100);
  });
});

describe("after the time-out", () => {
  test("kills, and takes the exit that follows", async () => {
    const { outcome, signals } = await play({ obeysAfterMs: 40 });
    expect(outcome).toEqual(terminated);
    expect(signals).toEqual(atTimeout);
  });

  test("takes a socket that came late", async () => {
    const { outcome } = await play({ fileAtMs: 1_100, answersAtMs: 1_100, watchTells: true });
    expect(outcome).toEqual(alive);
  });

  test("retains the lock when neither comes, with all that a person needs to clear it", async () => {
    const { outcome, signals, endedAtMs } = await play({});
    expect(outcome).toEqual(retained("kill-unconfirmed"));
    expect(signals).toEqual(atTimeout);
    expect(endedAtMs).toBe(bounds.observeTimeoutMs + bounds.killGraceMs);
  });

  for (const connectCode of ["ECONNREFUSED", "ETIMEDOUT", "EAGAIN", "EACCES"]) {
    test(`retains the lock where connecting only ever gave ${connectCode}`, async () => {
      const { outcome } = await play({ fileAtMs: 0, connectCode });
      expect(outcome).toEqual(retained("kill-unconfirmed"));
    });
  }
});

describe("a forged socket", () => {
  for (const fileKind of ["symlink", "file", "directory"] as const) {
    test(`ends the watch and is never connected to: ${fileKind}`, async () => {
      const story = { fileAtMs: 200, fileKind, watchTells: true, answersAtMs: 0 };
      const obeyed = await play({ ...story, obeysAfterMs: 20 });
      expect(obeyed.outcome).toEqual(terminated);
      const deaf = await play(story);
      expect(deaf.outcome).toEqual(retained("observe-failed"));
      expect(deaf.signals).toEqual([`SIGTERM to ${identity.pid} at 200`]);
      expect(obeyed.connects + deaf.connects).toBe(0);
    });
  }
});

test("a watch that throws does not pin the lock: the child is killed and its exit counts", async () => {
  const { outcome, signals } = await play({ watchThrows: true, obeysAfterMs: 20 });
  expect(outcome).toEqual(terminated);
  expect(signals).toEqual([`SIGTERM to ${identity.pid} at 0`]);
});

test("a watch that throws over a deaf child retains the lock", async () => {
  const { outcome } = await play({ watchThrows: true });
  expect(outcome).toEqual(retained("observe-failed"));
});

const time = fc.option(fc.integer({ min: 0, max: 1_600 }), { nil: undefined });
const anyStory = fc.record({
  exitsAtMs: time,
  obeysAfterMs: fc.option(fc.integer({ min: 0, max: 600 }), { nil: undefined }),
  fileAtMs: time,
  answersAtMs: time,
  fileKind: fc.constantFrom("socket", "symlink", "file"),
  watchTells: fc.boolean(),
  watchThrows: fc.boolean(),
});

test.prop([anyStory], { numRuns: 150 })(
  "whatever happens, it ends in bounded time with something that was seen, and never kills twice",
  async (drawn) => {
    const story = Object.fromEntries(
      Object.entries(drawn).filter(([, value]) => value !== undefined),
    ) as Story;
    const { outcome, signals, watching, endedAtMs } = await play(story);
    expect(endedAtMs).toBeLessThanOrEqual(bounds.observeTimeoutMs + bounds.killGraceMs);
    expect(signals.length).toBeLessThanOrEqual(1);
    expect(watching).toBe(0);
    if (outcome.kind === "socket-alive") {
      expect(story.fileKind).toBe("socket");
      expect(endedAtMs).toBeGreaterThanOrEqual(
        Math.max(story.fileAtMs ?? Infinity, story.answersAtMs ?? Infinity),
      );
    }
    if (outcome.kind === "child-exited" && outcome.exitCode === 1) {
      expect(endedAtMs).toBeGreaterThanOrEqual(story.exitsAtMs ?? Infinity);
    }
    if (outcome.kind === "lock-retained") expect(signals.length).toBe(1);
  },
);
