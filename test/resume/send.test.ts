import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { parseLine } from "../../src/agents/pi/transcript.ts";
import type { UnstampedEvent } from "../../src/evidence/event.ts";
import { controlSocketPath } from "../../src/formats/places.ts";
import type { DispatchDependencies } from "../../src/resume/dispatch-request.ts";
import { sendLive } from "../../src/resume/send.ts";
import type { Connection } from "../../src/world/world.ts";
import { createScene, gardenId, peer, withConnects } from "./scene.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const accepted = JSON.stringify({ type: "response", command: "send", success: true });
const refused = JSON.stringify({
  type: "response",
  command: "send",
  success: false,
  error: "it is ending",
});

/** Sends one message into a world whose connects come out as given; a socket file is there. */
async function send(...results: readonly (string | Connection)[]) {
  const scene = createScene();
  const path = controlSocketPath(scene.directories.sockets, gardenId);
  const server = createServer();
  servers.push(server);
  await new Promise<void>((done) => server.listen(path, done));
  const { world, paths } = withConnects(scene.world, ...results);
  const events: UnstampedEvent[] = [];
  const unused = () => {
    throw new Error("a message to a live session needs no more than its socket");
  };
  const dependencies: DispatchDependencies = {
    world,
    directories: scene.directories,
    timeouts: { connectMs: 1_000, observeMs: 1, killGraceMs: 1, pollMs: 1 },
    parseLine,
    sender: { sessionId: "s", agentId: "a", cwd: "/" },
    lock: { acquire: unused, release: unused },
    start: unused,
    trust: unused,
    mailbox: { findReceiver: unused, deliver: unused },
    report: (event) => void events.push(event),
  };
  const request = { dispatch: 3, gardenId, intent: "fire-and-forget", message: "hello" } as const;
  const outcome = await sendLive(request, dependencies, path);
  return { outcome, connects: paths.length, events };
}

const sent = (delivery: "sent" | "fallback-sent") => ({
  kind: "sent",
  via: "control-socket",
  lockDirty: null,
  delivery,
});

describe("a message to a live session", () => {
  test("is sent once, as a follow-up without a reply", async () => {
    const live = peer(accepted);
    const { outcome, connects } = await send(live.connection);
    expect(outcome).toEqual(sent("sent"));
    expect(connects).toBe(1);
    expect(live.sent.map((line) => JSON.parse(line))).toMatchObject([
      { command: "send", message: "hello", mode: "follow_up", wants_reply: false },
    ]);
  });

  test.each(["ECONNREFUSED", "ENOENT"])(
    "is refused as dormant when the socket died (%s) and stays dead",
    async (code) => {
      const { outcome, connects, events } = await send(code, "ECONNREFUSED");
      expect(outcome).toMatchObject({
        kind: "rejected",
        reason: "dormant-fire-forget-unsupported",
        observedLiveness: "dormant",
      });
      expect(connects).toBe(2);
      expect(events).toMatchObject([
        { type: "socket-inspected", dispatch: 3, liveness: "dormant" },
      ]);
    },
  );

  test("is refused as indeterminate when the second look cannot tell", async () => {
    const { outcome } = await send("ECONNREFUSED", "EAGAIN");
    expect(outcome).toMatchObject({ reason: "indeterminate-no-spawn" });
  });

  test("goes to whoever took the dead one's place, and says so", async () => {
    const probe = peer(null);
    const successor = peer(accepted);
    const { outcome } = await send("ECONNREFUSED", probe.connection, successor.connection);
    expect(outcome).toEqual(sent("fallback-sent"));
    expect([probe.sent.length, successor.sent.length]).toEqual([0, 1]);
  });

  test("is given up when the successor dies too: there is no third look", async () => {
    const { outcome, connects } = await send("ENOENT", peer(null).connection, "ECONNREFUSED");
    expect(outcome).toMatchObject({ kind: "send-failed" });
    expect(connects).toBe(3);
  });

  test.each(["ETIMEDOUT", "EAGAIN", "EACCES"])(
    "is never tried again after %s: it may have arrived",
    async (code) => {
      const { outcome, connects } = await send(code);
      expect(outcome).toMatchObject({ kind: "send-failed", error: expect.stringContaining(code) });
      expect(connects).toBe(1);
    },
  );

  test.each([
    ["silence", null, /may have arrived/],
    ["another language", "HTTP/1.1 400", /does not speak the protocol/],
    ["a refusal", refused, /it is ending/],
  ])("is never tried again after %s", async (_what, answer, words) => {
    const { outcome, connects } = await send(peer(answer).connection);
    expect(outcome).toMatchObject({ kind: "send-failed", error: expect.stringMatching(words) });
    expect(connects).toBe(1);
  });
});
