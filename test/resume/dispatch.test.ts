import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { fc, test as property } from "@fast-check/vitest";
import { afterEach, describe, expect, test } from "vitest";
import type { ResumeLaunch } from "../../src/agents/agent.ts";
import { parseLine } from "../../src/agents/pi/transcript.ts";
import type { TrustVerdict } from "../../src/agents/trust.ts";
import type { LockHolder } from "../../src/evidence/event.ts";
import { otherSessionExit } from "../../src/formats/control-protocol.ts";
import { type Intent, intents } from "../../src/formats/intent.ts";
import { longestMessage } from "../../src/formats/message.ts";
import { controlSocketPath, recordPath } from "../../src/formats/places.ts";
import { dispatch } from "../../src/resume/dispatch.ts";
import type { DispatchDependencies } from "../../src/resume/dispatch-request.ts";
import type { Child, Connection } from "../../src/world/world.ts";
import { createScene, gardenId, peer, type Scene, withConnects } from "./scene.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const holder: LockHolder = {
  gardenId,
  pid: 4711,
  hostname: "elsewhere",
  createdAt: "2026-01-02T03:04:05.000Z",
  nonce: "n",
  owner: "somebody",
  lockPath: "/locks/x.lock",
};
const lock = { gardenId, nonce: "n", path: "/locks/x.lock", reclaimed: false };
const accepted = JSON.stringify({ type: "response", command: "send", success: true });

interface Options {
  readonly connects?: readonly (string | Connection)[];
  readonly conflict?: true;
  readonly release?: Error;
  readonly trust?: TrustVerdict | Error;
  readonly startError?: Error;
  readonly exitCode?: number;
}

/** A scene with a resumable session, and dependencies that write down the order of what is done. */
function createDependencies(scene: Scene, options: Options = {}) {
  const steps: string[] = [];
  const launches: ResumeLaunch[] = [];
  const { world } = withConnects(scene.world, ...(options.connects ?? ["ENOENT"]));
  const child: Child = {
    started: Promise.resolve({ kind: "started", identity: { pid: 1, startTime: "1" } }),
    exited: Promise.resolve({ exitCode: options.exitCode ?? 0, signal: null }),
  };
  const { connect } = world.sockets;
  const dependencies: DispatchDependencies = {
    world: {
      ...world,
      sockets: {
        connect(path, timeoutMs) {
          steps.push("connect");
          return connect(path, timeoutMs);
        },
      },
    },
    directories: scene.directories,
    timeouts: { connectMs: 1_000, observeMs: 5_000, killGraceMs: 1, pollMs: 50 },
    parseLine,
    sender: { sessionId: "s", agentId: "a", cwd: "/" },
    lock: {
      async acquire() {
        steps.push("acquire");
        if (!options.conflict) return { kind: "acquired", lock };
        return { kind: "conflict", path: lock.path, reason: "held", because: "held", holder };
      },
      async release() {
        steps.push("release");
        if (options.release) throw options.release;
      },
    },
    async start(launch) {
      steps.push("start");
      launches.push(launch);
      if (options.startError) throw options.startError;
      return child;
    },
    async trust() {
      steps.push("trust");
      if (options.trust instanceof Error) throw options.trust;
      return options.trust ?? { kind: "trusted", approve: false };
    },
    mailbox: {
      async findReceiver() {
        steps.push("find-receiver");
        return { kind: "armed" };
      },
      async deliver() {
        steps.push("deliver");
      },
    },
    report: ({ type }) => void steps.push(type),
  };
  return { dependencies, steps, launches };
}

async function listen({ directories }: Scene): Promise<void> {
  const server = createServer();
  servers.push(server);
  const path = controlSocketPath(directories.sockets, gardenId);
  await new Promise<void>((done) => server.listen(path, done));
}

function resumable(): Scene {
  const scene = createScene();
  scene.writeRecord();
  scene.writeSession();
  return scene;
}

const request = (intent: Intent, id = gardenId) =>
  ({ dispatch: 1, gardenId: id, intent, message: "go on" }) as const;

describe("a dispatch", () => {
  test("locks, looks, asks for trust, starts, watches and releases, in this order", async () => {
    const { dependencies, steps, launches } = createDependencies(resumable());
    const outcome = await dispatch(request("owned-outcome"), dependencies);
    expect(steps).toEqual([
      ...["acquire", "socket-inspected", "trust", "start", "watch-ended", "release"],
    ]);
    expect(outcome).toMatchObject({ kind: "resumed", watch: { kind: "child-exited" } });
    expect(launches).toMatchObject([{ provider: "openai", model: "gpt-5.4", prompt: "go on" }]);
  });

  test("starts the child on the file that was found, and tells when it had another one open", async () => {
    const scene = resumable();
    const { dependencies, launches } = createDependencies(scene, { exitCode: otherSessionExit });
    const outcome = await dispatch(request("owned-outcome"), dependencies);
    const path = join(scene.directories.sessions, `${gardenId}.jsonl`);
    expect(launches).toMatchObject([{ sessionPath: path }]);
    expect(outcome).toMatchObject({
      kind: "resumed",
      turn: { kind: "failed", message: expect.stringContaining(`another session than ${path}`) },
    });
  });

  test("hands a given approval on to the child", async () => {
    const trust = { kind: "trusted", approve: true } as const;
    const { dependencies, launches } = createDependencies(resumable(), { trust });
    await dispatch(request("owned-outcome"), dependencies);
    expect(launches).toMatchObject([{ approve: true }]);
  });

  property.prop([fc.constantFrom(...intents), fc.string()])(
    "touches nothing for what is no garden id",
    async (intent, id) => {
      const { dependencies, steps } = createDependencies(createScene());
      const dispatched = dispatch(request(intent, `x${id}`), dependencies);
      await expect(dispatched).rejects.toThrow(RangeError);
      expect(steps).toEqual([]);
    },
  );

  test.each([
    ["an empty message", "", /message is empty/],
    ["nothing but white space", " \n\t\u00a0\ufeff", /message is empty/],
    ["more than a control socket takes", "x".repeat(longestMessage), /at most 983040 can be sent/],
  ])("touches nothing for %s, whatever is wanted", async (_, message, words) => {
    for (const intent of intents) {
      const { dependencies, steps } = createDependencies(resumable());
      const dispatched = dispatch({ ...request(intent), message }, dependencies);
      await expect(dispatched).rejects.toThrow(RangeError);
      await expect(dispatched).rejects.toThrow(words);
      expect(steps).toEqual([]);
    }
  });

  test("neither locks nor looks where the address settles it", async () => {
    const scene = createScene();
    for (const intent of intents) {
      const { dependencies, steps } = createDependencies(scene);
      const outcome = await dispatch(request(intent), dependencies);
      expect(outcome).toMatchObject({ reason: "bad-target", observedLiveness: null });
      expect(steps).toEqual([]);
    }
  });

  test("throws for a corrupt record, with nothing locked", async () => {
    const scene = resumable();
    writeFileSync(recordPath(scene.directories.records, gardenId), "{");
    const { dependencies, steps } = createDependencies(scene);
    await expect(dispatch(request("owned-outcome"), dependencies)).rejects.toThrow(/is not JSON/);
    expect(steps).toEqual([]);
  });

  test("passes the holder of the lock on, and does not look", async () => {
    const { dependencies, steps } = createDependencies(resumable(), { conflict: true });
    const outcome = await dispatch(request("owned-outcome"), dependencies);
    expect(outcome).toMatchObject({ reason: "target-locked", observedLiveness: null, holder });
    expect(steps).toEqual(["acquire"]);
  });
});

describe("a refusal under the lock", () => {
  test("to a dormant session asks nobody for trust", async () => {
    const { dependencies, steps } = createDependencies(resumable());
    const outcome = await dispatch(request("fire-and-forget"), dependencies);
    expect(outcome).toMatchObject({ reason: "dormant-fire-forget-unsupported" });
    expect(steps).toEqual(["acquire", "socket-inspected", "release"]);
  });

  test.each([
    ["live", peer(null).connection, "owned-live-no-autosend"],
    ["indeterminate", "EAGAIN", "indeterminate-no-spawn"],
  ])("of a turn to own from a %s session gives the lock back", async (_what, connect, reason) => {
    const scene = resumable();
    await listen(scene);
    const { dependencies, steps } = createDependencies(scene, { connects: [connect] });
    const outcome = await dispatch(request("owned-outcome"), dependencies);
    expect(outcome).toMatchObject({ kind: "rejected", reason });
    expect(steps).toEqual(["acquire", "connect", "socket-inspected", "release"]);
  });

  test("for an untrusted directory says why and starts nothing", async () => {
    const trust = { kind: "denied", because: "nobody trusts it" } as const;
    const { dependencies, steps } = createDependencies(resumable(), { trust });
    const outcome = await dispatch(request("owned-outcome"), dependencies);
    expect(outcome).toMatchObject({
      reason: "untrusted-fail-fast",
      observedLiveness: "dormant",
      message: "nobody trusts it",
    });
    expect(steps).toEqual(["acquire", "socket-inspected", "trust", "release"]);
  });
});

describe("an error under the lock", () => {
  test.each([
    ["trust", { trust: new Error("no store") }, "no store"],
    ["start", { startError: new Error("no fork") }, "no fork"],
    [
      "trust, and again in the release",
      { trust: new Error("no store"), release: new Error("no unlink") },
      "no store",
    ],
  ])("in %s gives the lock back and stays the error", async (_where, options, words) => {
    const { dependencies, steps } = createDependencies(resumable(), options);
    await expect(dispatch(request("owned-outcome"), dependencies)).rejects.toThrow(words);
    expect(steps.filter((step) => step === "release")).toHaveLength(1);
  });
});

test("a release that fails in a refusal is the error, and is not tried twice", async () => {
  const release = new Error("EIO");
  const { dependencies, steps } = createDependencies(resumable(), { release });
  await expect(dispatch(request("fire-and-forget"), dependencies)).rejects.toThrow("EIO");
  expect(steps.filter((step) => step === "release")).toHaveLength(1);
});

describe("a release that fails after the delivery", () => {
  const release = new Error("EIO");

  test("is no failed resume: it says dirty lock, do not retry", async () => {
    const { dependencies, steps } = createDependencies(resumable(), { release });
    const outcome = await dispatch(request("owned-outcome"), dependencies);
    const lockDirty = expect.stringMatching(/could not be released \(EIO\); do not retry/);
    expect(outcome).toMatchObject({ kind: "resumed", lockDirty });
    expect(steps.filter((step) => step === "release")).toHaveLength(1);
  });

  test("is no failed send either", async () => {
    const scene = resumable();
    await listen(scene);
    const connects = [peer(null).connection, peer(accepted).connection];
    const { dependencies } = createDependencies(scene, { release, connects });
    const outcome = await dispatch(request("fire-and-forget"), dependencies);
    const lockDirty = expect.stringContaining(lock.path);
    expect(outcome).toMatchObject({ kind: "sent", delivery: "sent", lockDirty });
  });
});

describe("a citizen with a mailbox only", () => {
  test("is left mail without a lock, and its socket is never looked for", async () => {
    const scene = createScene();
    scene.writeRecord({ backend: "claude-code" });
    const { dependencies, steps } = createDependencies(scene);
    const outcome = await dispatch(request("fire-and-forget"), dependencies);
    expect(outcome).toMatchObject({ via: "meta-mailbox", delivery: "enqueued" });
    expect(steps).toEqual(["find-receiver", "deliver"]);
  });

  test("runs no turn that anybody could own", async () => {
    const scene = createScene();
    scene.writeRecord({ backend: "claude-code" });
    const { dependencies, steps } = createDependencies(scene);
    const outcome = await dispatch(request("owned-outcome"), dependencies);
    expect(outcome).toMatchObject({
      reason: "backend-liveness-unsupported",
      observedLiveness: "unsupported",
    });
    expect(steps).toEqual(["find-receiver"]);
  });
});
