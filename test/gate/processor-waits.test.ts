// Which events of a cell say how long its processes were kept from a processor: those that tell of a
// wait which ended by its bound, and no other.
import { describe, expect, test } from "vitest";
import type { TurnOutcome, WatchOutcome } from "../../src/evidence/event.ts";
import { lastOf } from "../../src/evidence/evidence.ts";
import { createStage } from "../../src/gate/create-stage.ts";
import { observeResidency } from "../../src/gate/observe/turns.ts";
import { reportTurn } from "../../src/gate/reporting.ts";
import { createSeams } from "../../src/gate/seams.ts";
import type { StageContext, StartedChild } from "../../src/gate/stage.ts";
import type { Lane } from "../../src/lanes/lane.ts";
import { v2 } from "../../src/lanes/v2.ts";
import { plainCase } from "../../src/simulation/case/case.ts";
import { cellOf } from "../../src/simulation/case/cell.ts";
import { simulatedAgent, simulatedVersions } from "../../src/simulation/pi/agent.ts";
import type { Connection, ConnectResult, World } from "../../src/world/world.ts";
import { virtualClock } from "../virtual-clock.ts";

const identity = { pid: 42, startTime: "420" };
const plain = cellOf(plainCase(v2.name), v2, { kind: "resumed" });
const cell = { ...plain, timeouts: { ...plain.timeouts, observeMs: 30_000, killGraceMs: 3_000 } };

/** A child that is ready to run, on a machine that never lets it. */
function starving(
  connect: (sleep: (ms: number) => Promise<void>) => Promise<ConnectResult>,
  lane: Lane = v2,
) {
  const { clock, run } = virtualClock();
  let isGone = false;
  const world = {
    clock,
    host: { pid: 1, startTime: "10" },
    sockets: { connect: () => connect(clock.sleep) },
    processes: {
      processorTime: ({ pid }: { readonly pid: number }) => {
        if (pid === identity.pid && isGone) return null;
        return { ranMs: 1, waitedMs: 0, turns: 1, isReady: pid === identity.pid };
      },
      identify: async () => identity,
      signal: () => {
        isGone = true;
        return "sent";
      },
    },
  } as unknown as World;
  const context: StageContext = {
    world,
    agent: simulatedAgent,
    models: {
      observable: false,
      open: () => ({ environment: {}, agentFiles: {}, behave() {}, close() {} }),
    },
    lane,
    scenario: { name: "waits" },
    baseEnvironment: {},
    versions: simulatedVersions,
    signal: new AbortController().signal,
  };
  const stage = createStage(cell, context);
  const child = {
    child: { dispatch: null, n: 1 },
    role: "resume",
    identity,
    exited: false,
  } as unknown as StartedChild;
  stage.children.push(child);
  stage.processor.follow(child);
  const pass = (ms: number) => run(clock.sleep(ms));
  return { stage, child, seams: createSeams(stage, 1), pass, run };
}

/** Null for silence, up to the bound. */
const saying = (line: string | null, sleep: (ms: number) => Promise<void>): Connection => ({
  send: async () => undefined,
  async readLine(timeoutMs) {
    if (line === null) await sleep(timeoutMs);
    return line;
  },
  close: () => undefined,
});

const failed = (code: string, afterMs: number) =>
  starving(async (sleep) => {
    await sleep(afterMs);
    return { kind: "failed", code };
  });
const untouched = () => failed("ENOENT", 0);

const waited = (ofMs: number) => ({
  processorWaits: {
    ofMs,
    processes: [
      { pid: 1, child: null, waitedMs: 0 },
      { pid: 42, child: { dispatch: null, n: 1 }, waitedMs: ofMs },
    ],
  },
});

describe("a phase", () => {
  test("that ended by its bound says it", async () => {
    const { stage, pass, run } = untouched();
    await run(
      stage.phase("user-turn", 5_000, async () => {
        await stage.until(() => false, 5_000);
        return "timed-out";
      }),
    );
    await pass(0);
    expect(lastOf(stage, "phase-ended")).toMatchObject({ outcome: "timed-out", ...waited(5_000) });
  });

  test.each(["met", "interrupted", "the child is gone"])(
    "that ended as %s does not",
    async (end) => {
      const { stage, run } = untouched();
      await run(stage.phase("user-turn", 0, async () => end));
      expect(lastOf(stage, "phase-ended")).not.toHaveProperty("processorWaits");
    },
  );
});

describe("a socket that was asked", () => {
  const asked = async ({ stage, run }: ReturnType<typeof starving>) => {
    await run(stage.askSocket("after-turn"));
    return lastOf(stage, "socket-asked");
  };

  test("and kept silent says it", async () => {
    expect(await asked(failed("ETIMEDOUT", 30_000))).toMatchObject(waited(30_000));
    const silent = starving(async (sleep) => ({
      kind: "connected",
      connection: saying(null, sleep),
    }));
    expect(await asked(silent)).toMatchObject({ failure: "no-answer", ...waited(30_000) });
  });

  test("and was not there, hung up or said something else does not", async () => {
    expect(await asked(failed("ECONNREFUSED", 30_000))).not.toHaveProperty("processorWaits");
    expect(await asked(failed("ETIMEDOUT", 100))).not.toHaveProperty("processorWaits");
    const refusing = (line: string) =>
      starving(async (sleep) => {
        await sleep(30_000);
        return { kind: "connected", connection: saying(line, sleep) };
      });
    expect(await asked(refusing("what?"))).not.toHaveProperty("processorWaits");
    const no = JSON.stringify({ type: "response", success: false, error: "busy" });
    expect(await asked(refusing(no))).not.toHaveProperty("processorWaits");
  });
});

describe("a signal of the subject's", () => {
  test("says it of the wait before it, though the child is gone after it", async () => {
    const { stage, seams, pass } = untouched();
    await pass(30_000);
    seams.world.processes.signal(42, "SIGTERM");
    expect(lastOf(stage, "signal-sent")).toMatchObject({ by: "subject", ...waited(30_000) });
  });

  test("that a lane tells of says it as well", async () => {
    const { stage, seams, pass } = untouched();
    await pass(30_000);
    const told = { type: "signal-sent", ...identity, signal: "SIGTERM", by: "subject" } as const;
    seams.report({ ...told, result: "sent" });
    expect(lastOf(stage, "signal-sent")).toMatchObject(waited(30_000));
  });
});

describe("the end of a watch", () => {
  const retained = (pid: number | null): WatchOutcome => ({
    kind: "lock-retained",
    reason: "kill-unconfirmed",
    pid,
    socketPath: "/s",
    lockPath: "/l",
    observeTimeoutMs: 30_000,
    killGraceMs: 3_000,
  });
  const ended = async (outcome: WatchOutcome) => {
    const { stage, seams, pass } = untouched();
    await pass(30_000);
    const told = { type: "signal-sent", ...identity, signal: "SIGTERM", by: "subject" } as const;
    seams.report({ ...told, result: "sent" });
    await pass(3_000);
    seams.report({ type: "watch-ended", dispatch: 1, outcome });
    return lastOf(stage, "watch-ended");
  };

  test("says it of the wait since the signal, where the child did not end", async () => {
    expect(await ended(retained(42))).toMatchObject(waited(3_000));
  });

  test("does not where it was seen, or where nobody knows of whom", async () => {
    expect(await ended({ kind: "socket-alive", pid: 42 })).not.toHaveProperty("processorWaits");
    expect(await ended(retained(null))).not.toHaveProperty("processorWaits");
  });
});

describe("a second message", () => {
  const data = { sessionId: cell.gardenId, pid: 42 };
  const here = JSON.stringify({ type: "response", success: true, data });
  /** One who says who he is, and that to a message. */
  const sent = async (answer: string | null, afterMs = 0) => {
    let calls = 0;
    const { stage, child, run } = starving(async (sleep) => {
      calls += 1;
      if (calls === 1) return { kind: "connected", connection: saying(here, sleep) };
      await sleep(afterMs);
      return { kind: "connected", connection: saying(answer, sleep) };
    });
    const session = { path: "/s", prefixBytes: 0, drain: async () => undefined };
    await run(observeResidency(stage, session, child));
    return lastOf(stage, "message-sent");
  };

  test("that got no answer says it", async () => {
    expect(await sent(null)).toMatchObject({ error: "no-answer", ...waited(10_000) });
  });

  test("that was refused does not, however late", async () => {
    const no = JSON.stringify({ type: "response", success: false, error: "busy" });
    const refused = await sent(no, 10_000);
    expect(refused?.error).toBe("busy");
    expect(refused).not.toHaveProperty("processorWaits");
    expect(await sent("what?", 10_000)).not.toHaveProperty("processorWaits");
  });
});

describe("what a lane tells of a turn", () => {
  const reported = async (turn: TurnOutcome) => {
    const turnOutcome: Lane["turnOutcome"] = async (_request, { world }, timeoutMs) => {
      await world.clock.sleep(timeoutMs);
      return turn;
    };
    const { stage, child, run } = starving(async () => ({ kind: "failed", code: "ENOENT" }), {
      ...v2,
      turnOutcome,
    });
    stage.announce(
      {
        role: "resume",
        dispatch: 1,
        arguments: [],
        workingDirectory: "/",
        environment: {},
        marker: null,
      },
      null,
    );
    stage.record({ type: "dispatch-started", dispatch: 1, intent: "owned-outcome", message: "" });
    const watch = { kind: "socket-alive", pid: 42 } as const;
    const outcome = { kind: "resumed", watch, lockDirty: null, turn: null } as const;
    stage.record({ type: "dispatch-returned", dispatch: 1, outcome });
    await run(reportTurn(stage, { child: { dispatch: null, n: child.child.n + 1 } }));
    return lastOf(stage, "turn-reported");
  };

  test("says it where the lane saw nothing in its time", async () => {
    const seen = await reported({ kind: "not-observed", because: "it did not settle" });
    expect(seen).toMatchObject(waited(10_000));
  });

  test("does not where it saw an end, however late", async () => {
    const seen = await reported({ kind: "failed", stopReason: "error", message: "no" });
    expect(seen?.turn.kind).toBe("failed");
    expect(seen).not.toHaveProperty("processorWaits");
  });
});
